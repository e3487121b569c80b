package dev.peruser.spring;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.peruser.PerUser;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.store.InMemorySessionStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;

/** A slice with controllers only, to which a test adds the filter. */
@WebMvcTest
@ContextConfiguration(classes = MockMvcApplication.Pages.class)
@Import(WebSliceTest.WithFilter.class)
@WithMockUser
class WebSliceTest {
    @Autowired
    MockMvc mvc;

    @TestConfiguration
    static class WithFilter {
        @Bean
        PerUserFilter filter() {
            return new PerUserFilter(PerUser.builder(new InMemorySessionStore()).build());
        }
    }

    @Test
    void requestThatDoesNotUseTheSession_isAnswered() throws Exception {
        mvc.perform(get("/ping")).andExpect(status().isOk()).andExpect(content().string("pong"));
    }
}
