package dev.peruser.it.containers.wrappers;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.peruser.servlet.PerUserFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.test.web.servlet.setup.StandaloneMockMvcBuilder;
import org.springframework.web.bind.annotation.RequestMapping;

/** Spring's mocks in place of a container. They don't dispatch, but can say that a request is a dispatch. */
record MockContainer(MockMvc with, MockMvc without) implements Container {

    @Controller
    private record All(Probes probes) {
        @RequestMapping("/**")
        void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            probes.serve(request, response);
        }
    }

    static MockContainer of(Probes probes, PerUserFilter filter) {
        return new MockContainer(mvc(probes, probes, filter), mvc(probes, probes));
    }

    private static MockMvc mvc(Probes probes, Filter... filters) {
        StandaloneMockMvcBuilder builder = MockMvcBuilders.standaloneSetup(new All(probes));
        for (Filter filter : filters) {
            builder.addFilter(filter, null, Map.of(), EnumSet.allOf(DispatcherType.class), "/*");
        }
        return builder.build();
    }

    @Override
    public Map<String, String> send(String application, String id, State state, Call call) {
        Map<String, String> answer = new TreeMap<>();
        try {
            MockHttpServletResponse response = (application.equals(WITH) ? with : without)
                    .perform(get("/probe")
                            .param("id", id)
                            .param("state", state.name())
                            .param("call", call.name())
                            .header("X-Word", "word")
                            .with(request -> {
                                request.setDispatcherType(state.dispatch());
                                return request;
                            }))
                    .andReturn()
                    .getResponse();
            answer.put("status", response.getStatus() + " " + response.getErrorMessage());
            for (String name : response.getHeaderNames()) {
                answer.put("header " + name, String.join("; ", response.getHeaders(name)));
            }
            answer.put("body", new String(response.getContentAsByteArray(), StandardCharsets.ISO_8859_1));
            answer.put("forwarded", String.valueOf(response.getForwardedUrl()));
            answer.put("included", response.getIncludedUrls().toString());
            answer.put("committed", String.valueOf(response.isCommitted()));
        } catch (Exception e) {
            answer.put("exception", e.getClass().getName());
        }
        return answer;
    }

    @Override
    public void close() {}
}
