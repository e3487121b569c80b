package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.it.fuzz.Choices;
import dev.peruser.it.fuzz.FuzzedToken;
import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;
import org.apache.tomcat.util.http.ServerCookie;
import org.apache.tomcat.util.http.ServerCookies;

/** Whatever a client sends as a cookie is a guest's token or nothing. */
public final class CookieFuzz {
    private static final GuestCookie STANDARD = GuestCookie.standard();

    private CookieFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Choices choices = new Choices(data);
        boolean isSecure = choices.yes();
        int kind = choices.oneOf(4);
        if (kind == 0) {
            String text = new String(choices.rest(), StandardCharsets.ISO_8859_1);
            check(new Cookie[] {new Cookie("peruser.66687aad", text), new Cookie("__Host-peruser.", text)}, isSecure);
            GuestToken.parse(text).ifPresent(token -> FuzzedToken.check(token, text));
            ConsistencyToken.parse(text).ifPresent(consistencyToken -> checkGenuine(consistencyToken, text, isSecure));
        } else if (kind == 1) {
            String text = choices.units();
            GuestToken.parse(text).ifPresent(token -> FuzzedToken.check(token, text));
        } else if (kind == 2) {
            check(asAContainerReads(choices.rest()), isSecure);
        } else {
            checkGenuine(choices, isSecure);
        }
    }

    /** A token that could have been ours, then something changed in it or its name. */
    private static void checkGenuine(Choices choices, boolean isSecure) {
        byte[] secret = Arrays.copyOf(choices.bytes(32), 32);
        byte[] binding = Arrays.copyOf(choices.bytes(16), 16);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String text = encoder.encodeToString(secret) + (choices.yes() ? "." + encoder.encodeToString(binding) : "");
        GuestToken token = GuestToken.parse(text).orElseThrow(() -> new AssertionError("a genuine token is refused"));
        FuzzedToken.check(token, text);
        String name = "peruser." + token.shortName();
        String header = "a=b; " + (isSecure ? "__Host-" : "") + name + "=" + text;
        assertThat(read(asAContainerReads(header.getBytes(StandardCharsets.ISO_8859_1)), isSecure))
                .containsExactly(token);
        String otherKind = (isSecure ? "" : "__Host-") + name + "=" + text;
        assertThat(read(asAContainerReads(otherKind.getBytes(StandardCharsets.ISO_8859_1)), isSecure))
                .isEmpty();
        byte[] damaged = header.getBytes(StandardCharsets.ISO_8859_1);
        int position = choices.oneOf(damaged.length);
        damaged[position] = (byte) choices.byteValue();
        check(asAContainerReads(damaged), isSecure);
    }

    private static void checkGenuine(ConsistencyToken consistencyToken, String text, boolean isSecure) {
        assertThat(consistencyToken.text()).isEqualTo(text);
        String name = (isSecure ? "__Host-" : "") + "peruser.seen." + consistencyToken.shortName();
        check(new Cookie[] {new Cookie(name, text)}, isSecure);
    }

    private static void check(Cookie[] cookies, boolean isSecure) {
        List<GuestToken> tokens = read(cookies, isSecure);
        assertThat(tokens.size()).isLessThanOrEqualTo(cookies.length);
        for (GuestToken token : tokens) {
            FuzzedToken.check(token, token.text());
            String name = (isSecure ? "__Host-" : "") + "peruser." + token.shortName();
            assertThat(cookies)
                    .anyMatch(cookie ->
                            cookie.getName().equals(name) && cookie.getValue().equals(token.text()));
        }
    }

    private static List<GuestToken> read(Cookie[] cookies, boolean isSecure) {
        for (ConsistencyToken consistencyToken : STANDARD.cookies().readConsistencyTokens(cookies, isSecure)) {
            String name = (isSecure ? "__Host-" : "") + "peruser.seen." + consistencyToken.shortName();
            assertThat(cookies)
                    .anyMatch(cookie ->
                            cookie.getName().equals(name) && cookie.getValue().equals(consistencyToken.text()));
        }
        return STANDARD.cookies().readTokens(cookies, isSecure);
    }

    private static Cookie[] asAContainerReads(byte[] header) {
        MimeHeaders headers = new MimeHeaders();
        headers.addValue("Cookie").setBytes(header, 0, header.length);
        ServerCookies parsed = new ServerCookies(4);
        parsed.setLimit(-1); // the container refuses more than 200 before we are asked
        Rfc6265CookieProcessor processor = new Rfc6265CookieProcessor();
        processor.parseCookieHeader(headers, parsed);
        List<Cookie> cookies = new ArrayList<>();
        for (int i = 0; i < parsed.getCookieCount(); i++) {
            cookie(parsed.getCookie(i), processor).ifPresent(cookies::add);
        }
        return cookies.toArray(new Cookie[0]);
    }

    private static Optional<Cookie> cookie(ServerCookie parsed, Rfc6265CookieProcessor processor) {
        parsed.getValue().getByteChunk().setCharset(processor.getCharset());
        try {
            return Optional.of(
                    new Cookie(parsed.getName().toString(), parsed.getValue().toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // as the container does
        }
    }
}
