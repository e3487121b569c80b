package dev.peruser.test.spring;

import dev.peruser.UserSession;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * What a request of MockMvc can be told of its visitor, beside Spring Security's own post-processors.
 *
 * <pre>{@code
 * GuestBrowser laptop = guest().withSession(session -> session.list("cart").add("tea"));
 * mvc.perform(get("/cart").with(laptop));                     // the guest
 * mvc.perform(get("/cart").with(laptop).with(user("ada")));   // the same browser, after ada signed in on it
 * mvc.perform(get("/cart").with(user("ada")).with(withSession(session -> session.list("cart").add("milk"))));
 * }</pre>
 */
public final class PerUserRequestPostProcessors {
    private PerUserRequestPostProcessors() {}

    /** The request is a guest's, whoever {@code @WithMockUser} names. Each call is a new browser, without a cookie. */
    public static GuestBrowser guest() {
        return new GuestBrowser();
    }

    /**
     * The visitor of this request, guest or user, has had this in their session before. It is saved when the request
     * has passed all filters, and not if one of them, Spring Security's for example, answers the request itself. What
     * the work throws, the request throws.
     *
     * <p>It doesn't count as written in {@link dev.peruser.test.TestStore}. A guest without a cookie gets one by the
     * answer to this request; {@link GuestBrowser#withSession} is a guest that has it already.
     */
    public static RequestPostProcessor withSession(Consumer<UserSession> work) {
        Objects.requireNonNull(work, "work");
        return request -> {
            if (!application(request).containsBean("perUserEarlierSessionFilter")) {
                throw new IllegalStateException("withSession(…) needs the beans that @AutoConfigureMockMvc and"
                        + " @WebMvcTest bring: use one of them, or import PerUserMockMvcAutoConfiguration");
            }
            EarlierSession.add(request, work);
            return request;
        };
    }

    static WebApplicationContext application(MockHttpServletRequest request) {
        WebApplicationContext context =
                WebApplicationContextUtils.getWebApplicationContext(request.getServletContext());
        if (context == null) {
            throw new IllegalStateException("this MockMvc has no application context, so there is no PerUser in it:"
                    + " use @WebMvcTest, @AutoConfigureMockMvc or MockMvcBuilders.webAppContextSetup");
        }
        return context;
    }
}
