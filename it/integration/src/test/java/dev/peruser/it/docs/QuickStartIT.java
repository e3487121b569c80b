package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.servlet.PerUserFilter;
import jakarta.servlet.Filter;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;

/** The examples of README.md and docs/start/getting-started.md, used over HTTP. */
@SpringBootTest(
        classes = QuickStartIT.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "peruser.store=memory")
class QuickStartIT {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({
        CartController.class,
        QuantityController.class,
        NoticeController.class,
        UndoController.class,
        CheckoutPolicy.class,
        SetAsideController.class,
        QuickStartConfiguration.class
    })
    static class Application {
        /** Everybody has an account. */
        @Bean
        UserDetailsService users() {
            return name -> User.withUsername(name)
                    .password("{noop}secret")
                    .roles("USER")
                    .build();
        }

        /** As a success handler would do it that knows where the sign-in was asked for. */
        @Bean
        FilterRegistrationBean<Filter> signInPlace() {
            FilterRegistrationBean<Filter> first = new FilterRegistrationBean<>((request, response, chain) -> {
                request.setAttribute(PerUserFilter.SIGN_IN_PLACE, request.getParameter("from"));
                chain.doFilter(request, response);
            });
            first.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return first;
        }
    }

    @Value("${local.server.port}")
    private int port;

    private final String ada = "ada-" + UUID.randomUUID();
    private Browser desk;
    private Browser phone;

    @BeforeEach
    void twoBrowsers() {
        desk = new Browser(port);
        phone = new Browser(port);
    }

    @Test
    void guestCart_followsTheSignIn_andIsOnTheOtherDevice() {
        phone.signIn(ada);
        phone.submit("/cart/milk");
        assertThat(desk.submit("/cart/tea").statusCode()).isEqualTo(200);
        assertThat(desk.text("/cart")).isEqualTo("[\"tea\"]");
        assertThat(desk.signIn(ada).statusCode()).isEqualTo(302);
        assertThat(desk.text("/cart")).isEqualTo("[\"milk\",\"tea\"]");
        assertThat(phone.text("/cart")).isEqualTo("[\"milk\",\"tea\"]");
        assertThat(desk.cookieNames()).noneMatch(name -> name.startsWith("peruser"));
    }

    @Test
    void quantities_addUp_andTheNoticeIsShownOnce() {
        phone.signIn(ada);
        phone.submit("/quantities/tea");
        desk.submit("/quantities/tea");
        desk.submit("/quantities/milk");
        desk.signIn(ada);
        assertThat(phone.text("/quantities")).isEqualTo("{\"tea\":2,\"milk\":1}");
        assertThat(phone.text("/notice")).isEqualTo("We added what you picked before signing in: [tea, milk]");
        assertThat(desk.text("/notice")).isEmpty();
    }

    @Test
    void whatTheSignInBrought_isTakenBack_andWhatCameSinceStays() {
        phone.signIn(ada);
        phone.submit("/quantities/tea");
        desk.submit("/quantities/tea");
        desk.submit("/quantities/milk");
        desk.signIn(ada);
        String brought = desk.text("/brought");
        assertThat(brought).contains("MergeReport[quantities COMBINED]");
        String id = brought.split("\"undo\":\"", 2)[1].split("\"", 2)[0];
        phone.submit("/quantities/milk");
        assertThat(phone.submit("/undo?merge=" + id).body()).isEqualTo("As it was.");
        assertThat(desk.text("/quantities")).isEqualTo("{\"tea\":1,\"milk\":1}");
        assertThat(desk.submit("/undo?merge=" + id).body()).isEqualTo("That was taken back before.");
        assertThat(desk.submit("/undo?merge=forged").body()).isEqualTo("That can't be taken back any more.");
    }

    @Test
    void signInAtTheCheckout_setsTheAccountsCartAside_untilItIsCarried() {
        phone.signIn(ada);
        phone.submit("/cart/milk");
        desk.submit("/cart/tea");
        desk.submit("/login?from=/checkout&username=" + ada + "&password=secret");
        assertThat(desk.text("/cart")).isEqualTo("[\"tea\"]");
        String aside = phone.text("/set-aside");
        assertThat(aside).endsWith(":[\"cart\"]}");
        String id = aside.split("\"", 3)[1];
        assertThat(phone.submit("/set-aside?carry=true&id=" + id).body()).isEqualTo("[\"cart\"]");
        assertThat(desk.text("/cart")).isEqualTo("[\"milk\",\"tea\"]");
        assertThat(phone.submit("/set-aside?carry=false&id=" + id).body()).isEqualTo("[]");
        assertThat(phone.text("/set-aside")).isEqualTo("{}");
    }

    @Test
    void signOut_showsAFreshGuest_andTheCartIsThereAtTheNextSignIn() {
        desk.signIn(ada);
        desk.submit("/cart/tea");
        desk.submit("/logout");
        assertThat(desk.text("/cart")).isEqualTo("[]");
        desk.signIn(ada);
        assertThat(desk.text("/cart")).isEqualTo("[\"tea\"]");
    }

    @Test
    void visitorsThatOnlyLook_getNoCookie() {
        desk.get("/cart");
        desk.get("/quantities");
        assertThat(desk.cookieNames()).isEmpty();
    }
}
