package dev.peruser.shop.session;

import dev.peruser.UserSession;
import java.util.List;
import java.util.stream.Stream;

/** The rule of the list of recently viewed products: the last first, each once, not too many. */
public final class RecentlyViewed {
    private static final int MOST = 8;

    private RecentlyViewed() {}

    /** Puts a product in front. Viewing the same product again changes nothing, so nothing is written. */
    public static void add(UserSession session, String sku) {
        session.update(ShopSession.RECENTLY_VIEWED, viewed -> merge(viewed, List.of(sku)));
    }

    /** What the guest viewed a moment ago comes before what the user viewed earlier. */
    public static List<String> merge(List<String> user, List<String> guest) {
        return Stream.concat(guest.stream(), user.stream())
                .distinct()
                .limit(MOST)
                .toList();
    }
}
