package dev.peruser.servlet;

import dev.peruser.GuestToken;
import dev.peruser.benchmarks.parts.Part;
import jakarta.servlet.http.Cookie;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Finding the guest's token among five cookies, which the container has parsed. */
public class CookieBenchmark extends Part {
    private final GuestCookie guestCookie = GuestCookie.standard();
    private final GuestToken token = GuestToken.parse("A".repeat(42) + "E").orElseThrow();
    private final Cookie[] cookies = {
        new Cookie("theme", "dark"),
        new Cookie("JSESSIONID", "0123456789ABCDEF0123456789ABCDEF"),
        new Cookie("_ga", "GA1.1.123456789.1234567890"),
        new Cookie("__Host-peruser." + token.shortName(), token.text()),
        new Cookie("consent", "all")
    };
    private final Cookie[] foreign = {new Cookie("theme", "dark"), new Cookie("consent", "all")};

    /** What is measured must be what a browser with a guest's session sends. */
    @Setup
    public void check() {
        if (readTokenAmongFiveCookies().size() != 1) {
            throw new IllegalStateException("the token is not found");
        }
    }

    @Benchmark
    public List<GuestToken> readTokenAmongFiveCookies() {
        return guestCookie.cookies().readTokens(cookies, true);
    }

    @Benchmark
    public List<GuestToken> findNoTokenAmongTwoCookies() {
        return guestCookie.cookies().readTokens(foreign, true);
    }
}
