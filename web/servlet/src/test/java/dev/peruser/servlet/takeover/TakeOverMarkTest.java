package dev.peruser.servlet.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.GuestToken;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TakeOverMarkTest {
    private static HttpSession session(String id, long created, Map<String, Object> attributes) {
        return (HttpSession) Proxy.newProxyInstance(
                TakeOverMarkTest.class.getClassLoader(),
                new Class<?>[] {HttpSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getId" -> id;
                    case "getCreationTime" -> created;
                    case "getAttribute" -> attributes.get((String) arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static GuestToken token(String id, long created) {
        return TakeOverMark.in(session(id, created, Map.of())).token(true);
    }

    @Test
    void token_followsFromTheIdAndTheTimeOfCreation_andNotFromTheIdAlone() {
        assertThat(token("one", 1)).isEqualTo(token("one", 1));
        assertThat(token("one", 1)).isNotEqualTo(token("one", 2)).isNotEqualTo(token("other", 1));
    }

    @Test
    void mark_keepsTheToken_whenTheIdChanges_andGivesAnotherToWhatComesLater() {
        Map<String, Object> attributes = new HashMap<>();
        HttpSession before = session("one", 1, attributes);
        TakeOverMark first = TakeOverMark.in(before);
        first.taken(true, true).write(before);
        TakeOverMark second = TakeOverMark.in(session("two", 1, attributes));
        assertThat(second.isUntold()).isTrue();
        assertThat(second.token(false)).isEqualTo(first.token(true));
        assertThat(second.token(true)).isNotEqualTo(first.token(true));
        second.taken(false, false).write(before);
        assertThat(TakeOverMark.in(before).isUntold()).isFalse();
    }

    @Test
    void mark_thatSomethingElseHasWritten_isNone() {
        HttpSession session = session("one", 1, new HashMap<>(Map.of("peruser.taken-over", "x y z")));
        assertThat(TakeOverMark.in(session).token(true)).isEqualTo(token("one", 1));
    }
}
