package dev.peruser.it.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.SessionDataException;
import dev.peruser.UserId;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.module.kotlin.KotlinModule;

/** Values of a declared type, each of which is saved and read by another request. */
record ClassCase<T>(Attribute<T> attribute, List<T> values) {
    static final String EQUAL = "read back equal";
    static final String AT_DECLARATION = "refused when declared";
    static final String AT_SAVE = "refused at the first save";

    /** What happens, and what is said if it is refused. */
    List<String> outcome(boolean withKotlin) {
        SessionStore store = new InMemorySessionStore();
        PerUser.Builder builder = PerUser.builder(store).attribute(attribute);
        if (withKotlin) {
            builder.jacksonModule(new KotlinModule.Builder().build());
        }
        PerUser perUser;
        try {
            perUser = builder.build();
        } catch (IllegalArgumentException e) {
            return List.of(AT_DECLARATION, e.getMessage());
        }
        UserId ada = UserId.of("ada");
        for (T value : values) {
            try {
                perUser.withSession(ada, session -> {
                    session.put(attribute, value);
                    return true;
                });
            } catch (SessionDataException e) {
                return List.of(AT_SAVE, e.getMessage());
            }
            T read = perUser.withSession(ada, session -> session.get(attribute));
            assertSame(value, read);
        }
        return List.of(EQUAL, "");
    }

    private static void assertSame(Object value, Object read) {
        if (value instanceof Collection && !(value instanceof List) && !(value instanceof Set)) {
            assertThat((Object) new ArrayList<>((Collection<?>) read))
                    .isEqualTo(new ArrayList<>((Collection<?>) value));
        } else if (value instanceof StringBuilder text) {
            assertThat((StringBuilder) read).hasToString(text.toString());
        } else if (value instanceof AtomicInteger number) {
            assertThat((AtomicInteger) read).hasValue(number.get());
        } else if (value.getClass().isArray() || value instanceof Classes.Box<?>) {
            assertThat(read).usingRecursiveComparison().isEqualTo(value);
        } else if (value instanceof KotlinSettings || value instanceof Classes.WithAge) {
            assertThat(read).usingRecursiveComparison().ignoringFields("nanos").isEqualTo(value);
        } else {
            assertThat(read).isEqualTo(value);
        }
    }
}
