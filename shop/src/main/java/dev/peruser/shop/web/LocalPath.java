package dev.peruser.shop.web;

import org.springframework.web.util.UriComponentsBuilder;

/** Addresses within the shop to which visitors are sent on. */
public final class LocalPath {
    private static final int LONGEST = 200;

    private LocalPath() {}

    /** The text if it is a path of this shop, else the home page: nobody is sent to another site by a forged form. */
    public static String orHome(String text) {
        boolean local = text.length() <= LONGEST
                && text.matches("/[a-z0-9/-]*(\\?q=[A-Za-z0-9%+._-]*)?")
                && !text.startsWith("//");
        return local ? text : "/";
    }

    /** The view name that sends the visitor on to a path, with a notice to show there. */
    public static String redirect(String path, Notice notice) {
        return "redirect:" + withNotice(path, notice);
    }

    /** The path with a notice to show there. The notice travels in the address, so that it needs no session. */
    public static String withNotice(String path, Notice notice) {
        return UriComponentsBuilder.fromUriString(path)
                .replaceQueryParam("notice", notice.code())
                .toUriString();
    }
}
