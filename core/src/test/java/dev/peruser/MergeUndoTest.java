package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeReport.UndoOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a sign-in brought, taken back: what leaves, what returns, and what stays. */
class MergeUndoTest extends MergeUndoFixture {
    @Test
    void whatTheGuestBrought_leaves_andWhatItDisplaced_returns() {
        phone.request(session -> {
            session.list("seen").add("mug");
            session.put(THEME, "dark");
            session.put("name", "Ada");
        });
        Map<String, Object> before = adas();
        String id = signInAfter(session -> {
            session.list("seen").add("tea");
            session.put(THEME, "light");
            session.put("coupon", "X");
        });
        assertThat(adas()).isNotEqualTo(before).containsEntry("theme", "light");
        MergeReport.Undo undone = undo(id);
        assertThat(undone.outcome()).isEqualTo(UndoOutcome.UNDONE);
        assertThat(undone.takenBack()).containsExactlyInAnyOrder("seen", "theme", "coupon");
        assertThat(undone.left()).isEmpty();
        assertThat(adas()).isEqualTo(before);
    }

    @Test
    void whatWasDoneSince_onAnyDevice_stays() {
        phone.request(session -> {
            session.list("seen").add("mug");
            session.get(CART).put("tea", 2);
            session.update(SCORE, score -> score + 5);
        });
        String id = signInAfter(session -> {
            session.list("seen").add("tea");
            session.get(CART).put("tea", 3);
            session.get(CART).put("jam", 1);
            session.update(SCORE, score -> score + 10);
        });
        assertThat(laptop.<Integer>ask(session -> session.get(SCORE))).isEqualTo(15);
        laptop.request(session -> {
            session.list("seen").add("bread");
            session.get(CART).put("salt", 4);
            session.update(SCORE, score -> score + 1);
            session.put("note", "hers");
        });
        phone.request(session -> {
            session.list("seen").remove("mug");
            session.put(THEME, "blue");
        });
        assertThat(undo(id).outcome()).isEqualTo(UndoOutcome.UNDONE);
        assertThat(adas())
                .containsEntry("seen", List.of("bread"))
                .containsEntry("cart", Map.of("tea", 2, "salt", 4))
                .containsEntry("score", 6)
                .containsEntry("note", "hers")
                .containsEntry("theme", "blue");
    }

    @Test
    void whatTheGuestBrought_andSomebodyChangedSince_staysAsItWasChanged() {
        String id = signInAfter(session -> session.put("greeting", "hello"));
        laptop.request(session -> session.put("greeting", "good morning"));
        undo(id);
        assertThat(adas()).containsEntry("greeting", "good morning");
    }

    private static Map<String, Object> line(String product, int quantity) {
        return new LinkedHashMap<>(Map.of("product", product, "quantity", quantity));
    }

    private static Map<String, Object> lineOf(UserSession session, String product) {
        return session.get(LINES).stream()
                .filter(line -> line.get("product").equals(product))
                .findFirst()
                .orElseThrow();
    }

    private static void more(UserSession session, String product, int by) {
        lineOf(session, product).merge("quantity", by, (one, other) -> (Integer) one + (Integer) other);
    }

    @Test
    void ofWhatTheGuestBrought_whatCameOnTopSince_stays() {
        phone.request(session -> {
            session.get(CART).put("tea", 1);
            session.get(LINES).add(line("tea", 1));
        });
        String id = signInAfter(session -> {
            session.get(CART).putAll(Map.of("tea", 1, "milk", 1, "jam", 3, "salt", 2));
            session.get(LINES)
                    .addAll(List.of(line("tea", 1), line("milk", 1), line("jam", 3), line("salt", 2), line("mug", 1)));
        });
        laptop.request(session -> {
            session.get(CART).merge("milk", 2, Integer::sum);
            session.get(CART).merge("jam", -1, Integer::sum);
            more(session, "milk", 2);
            more(session, "jam", -1);
            lineOf(session, "mug").put("note", "as a present");
        });
        undo(id);
        assertThat(laptop.<Object>ask(session -> Map.copyOf(session.get(CART)))).isEqualTo(Map.of("tea", 1, "milk", 2));
        assertThat(laptop.<Object>ask(session -> List.copyOf(session.get(LINES))))
                .isEqualTo(List.of(
                        line("tea", 1),
                        line("milk", 2),
                        Map.of("product", "mug", "quantity", 1, "note", "as a present")));
    }

    @Test
    void ofWhatTheGuestBrought_whereNothingWas_whatCameOnTopSince_stays() {
        String id = signInAfter(session -> {
            session.get(CART).put("milk", 1);
            session.get(LINES).addAll(List.of(line("milk", 1), line("jam", 1)));
            session.map("plain").put("inner", new LinkedHashMap<>(Map.of("list", new ArrayList<>(List.of("g")))));
        });
        laptop.request(session -> {
            session.get(CART).merge("milk", 1, Integer::sum);
            more(session, "milk", 4);
            @SuppressWarnings("unchecked")
            Map<String, List<Object>> inner =
                    (Map<String, List<Object>>) session.map("plain").get("inner");
            inner.get("list").add("u");
        });
        undo(id);
        assertThat(adas())
                .isEqualTo(Map.of(
                        "cart", Map.of("milk", 1),
                        "lines", List.of(line("milk", 4)),
                        "plain", Map.of("inner", Map.of("list", List.of("u")))));
    }

    @Test
    void whatTheGuestReplaced_andSomebodyChangedSince_staysAsItWasChanged() {
        phone.request(session -> session.put(THEME, "dark"));
        String id = signInAfter(session -> session.put(THEME, "light"));
        laptop.request(session -> session.put(THEME, "blue"));
        assertThat(undo(id).takenBack()).containsExactly("theme");
        assertThat(adas()).containsEntry("theme", "blue");
    }
}
