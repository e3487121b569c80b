package dev.peruser;

import java.time.Duration;
import java.util.List;

/** A guest with several sessions. */
abstract class SurplusGuestFixture extends AbsorbFixture {
    TestEngine.Browser withSurplus(GuestToken surplus) {
        return racing.browser().present(surplus).present(token);
    }

    /** A browser with these tokens. */
    TestEngine.Browser presenting(GuestToken... tokens) {
        TestEngine.Browser browser = engine.browser();
        List.of(tokens).forEach(browser::present);
        return browser;
    }

    GuestToken laterGuest() {
        racing.passes(Duration.ofSeconds(1));
        engine.passes(Duration.ofSeconds(1));
        return guestWith("later");
    }

    GuestToken guestWith(String item) {
        TestEngine.Browser other = engine.browser();
        other.request(session -> add(session, item));
        return other.tokens().get(0);
    }

    static List<Object> cartOf(TestEngine.Browser browser) {
        return browser.cart();
    }
}
