package dev.peruser.test.spring;

import dev.peruser.UserSession;
import jakarta.servlet.http.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * One browser of a guest, for as many requests of MockMvc as a test makes: presents PerUser's cookies, or its header,
 * and keeps what the answers tell, with a MockMvc that Spring Boot made. A request that gets a user's post-processor
 * after this one, {@code .with(guest).with(user("ada"))}, is one of the same browser with the user signed in. Made by
 * {@link PerUserRequestPostProcessors#guest()}. For one thread.
 */
public final class GuestBrowser implements RequestPostProcessor {
    private static final String ATTRIBUTE = GuestBrowser.class.getName();
    private static final boolean HAS_SECURITY = ClassUtils.isPresent(
            "org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors",
            GuestBrowser.class.getClassLoader());

    private final KeptTokens kept = new KeptTokens();
    private final List<Consumer<UserSession>> earlier = new ArrayList<>();

    GuestBrowser() {}

    /**
     * The guest has had this in the session before: in a request of its own, just before the next one that this browser
     * makes. So the next one brings the cookie. It doesn't count as written in {@link dev.peruser.test.TestStore}.
     *
     * @return this browser
     */
    public GuestBrowser withSession(Consumer<UserSession> work) {
        earlier.add(Objects.requireNonNull(work, "work"));
        return this;
    }

    @Override
    public MockHttpServletRequest postProcessRequest(MockHttpServletRequest request) {
        WebApplicationContext application = PerUserRequestPostProcessors.application(request);
        if (!earlier.isEmpty()) {
            List<Consumer<UserSession>> works = List.copyOf(earlier);
            earlier.clear();
            kept.keep(EarlierRequest.in(application).of(request, kept, works));
        }
        request.setUserPrincipal(null);
        request.setRemoteUser(null);
        MockHttpServletRequest ofGuest = HAS_SECURITY ? SignedOut.of(request) : request;
        EarlierRequest.in(application).present(kept, ofGuest);
        ofGuest.setAttribute(ATTRIBUTE, this);
        return ofGuest;
    }

    /** The cookies of PerUser that the next request presents, for clients that have to be given them. */
    public List<Cookie> cookies() {
        return kept.cookies();
    }

    /** What the header of guests says in the next request, where the application has one. */
    public Optional<String> header() {
        return kept.header();
    }

    /** What a browser does with an answer. */
    static void keepCookiesOf(MvcResult result) {
        if (result.getRequest().getAttribute(ATTRIBUTE) instanceof GuestBrowser browser) {
            WebApplicationContext application = PerUserRequestPostProcessors.application(result.getRequest());
            browser.kept.keep(EarlierRequest.in(application).told(result.getResponse()));
        }
    }
}
