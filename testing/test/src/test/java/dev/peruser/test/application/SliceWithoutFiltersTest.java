package dev.peruser.test.application;

import static dev.peruser.test.spring.PerUserRequestPostProcessors.guest;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.withSession;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** What can't work says why. */
@WebMvcTest(WishController.class)
@AutoConfigureMockMvc(addFilters = false)
class SliceWithoutFiltersTest {
    @Autowired
    MockMvc mvc;

    @Autowired
    WebApplicationContext application;

    @Test
    void session_thatCantBeMade_saysWhy() {
        assertThatThrownBy(() -> mvc.perform(get("/ping").with(withSession(session -> session.put("x", 1)))))
                .hasStackTraceContaining("withSession(…) had no effect")
                .hasStackTraceContaining("addFilters");
        MockMvc bare = MockMvcBuilders.webAppContextSetup(application).build();
        assertThatThrownBy(() -> bare.perform(get("/ping").with(withSession(session -> session.put("x", 1)))))
                .hasStackTraceContaining("perUserEarlierSessionFilter");
    }

    @Test
    void mvcWithoutTheApplication_saysWhy() {
        MockMvc alone = MockMvcBuilders.standaloneSetup(new Object()).build();
        assertThatThrownBy(() -> alone.perform(get("/ping").with(withSession(session -> session.put("x", 1)))))
                .hasMessageContaining("@AutoConfigureMockMvc");
        assertThatThrownBy(() -> alone.perform(get("/ping").with(guest().withSession(session -> session.put("x", 1)))))
                .hasMessageContaining("PerUser");
    }

    @Test
    void attributeThatTheSliceLeftOut_saysWhatToImport() {
        MockMvc filtered = MockMvcBuilders.webAppContextSetup(application)
                .addFilters(application
                        .getBean("perUserFilter", org.springframework.boot.web.servlet.FilterRegistrationBean.class)
                        .getFilter())
                .build();
        assertThatThrownBy(() -> filtered.perform(get("/wishes")))
                .hasStackTraceContaining("'wishes' is not declared")
                .hasStackTraceContaining("@Import the one that declares it");
    }
}
