package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Attributes that are not declared, read and written as types that one visit knows. */
class ValueTypesTest {
    private static final Attribute<List<Long>> NUMBERS =
            Attribute.builder("numbers", new TypeReference<List<Long>>() {}).build();

    private final PerUser perUser = PerUser.builder(new InMemorySessionStore()).build();
    private final List<String> noted = new ArrayList<>();

    private final ValueTypes types = new ValueTypes() {
        @Override
        public Optional<Attribute<?>> ofStored(String name, UserSession session) {
            return name.equals("numbers") ? Optional.of(NUMBERS) : Optional.empty();
        }

        @Override
        public Optional<Attribute<?>> ofValue(String name, Object value, UserSession session) {
            return ofStored(name, session);
        }

        @Override
        public void note(String name, Attribute<?> type, UserSession session) {
            noted.add(name);
        }

        @Override
        public boolean isOpen(Attribute<?> type) {
            return false;
        }
    };

    private Visit visit() {
        return perUser.newVisit(() -> Visitor.user(UserId.of("ada")))
                .valueTypes(types)
                .begin();
    }

    @SuppressWarnings("unchecked")
    private static List<Long> numbers(UserSession session) {
        return (List<Long>) session.get("numbers").orElseThrow();
    }

    @Test
    void values_areOfTheType_inThisVisitAlone() {
        Visit first = visit();
        first.session().put("numbers", new ArrayList<>(List.of(1L)));
        first.commit();
        assertThat(noted).containsExactly("numbers");
        assertThat(numbers(visit().session())).containsExactly(1L);
        List<Object> elsewhere = perUser.withSession(UserId.of("ada"), session -> session.list("numbers"));
        assertThat(elsewhere).isEqualTo(List.of(1));
    }

    @Test
    void functionsOfUpdates_getTheType_alsoWhenTheyRunAgain() {
        values_areOfTheType_inThisVisitAlone();
        List<List<Long>> seen = new ArrayList<>();
        Visit slow = visit();
        slow.session().update(session -> {
            seen.add(List.copyOf(numbers(session)));
            numbers(session).add(3L);
        });
        Visit quick = visit();
        numbers(quick.session()).add(2L);
        quick.commit();
        slow.commit();
        assertThat(seen).containsExactly(List.of(1L), List.of(1L, 2L));
        assertThat(numbers(visit().session())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatDoesNotFit_isRefusedAtOnce_andWhatWasThereStays() {
        values_areOfTheType_inThisVisitAlone();
        UserSession session = visit().session();
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> session.put("numbers", "text"))
                .withMessageContaining("attribute 'numbers'")
                .withMessageContaining("declare an Attribute");
        assertThat(numbers(session)).containsExactly(1L);
        assertThat(noted).containsExactly("numbers");
    }
}
