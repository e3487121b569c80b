package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.UserId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.userdetails.User;

/** The usual id of a user whose principal is a class of the application's own. */
class AccountNumberTest {

    /** As many applications have it: a user of Spring Security's with the account's number. */
    static final class Account extends User {
        private static final long serialVersionUID = 1;
        private final @Nullable Long id;

        Account(String name, @Nullable Long id) {
            super(name, "", List.of());
            this.id = id;
        }

        public @Nullable Long getId() {
            return id;
        }
    }

    record ById(UUID id, String email) {}

    record ByToken(String id) {}

    /** Not to be seen from here. */
    private static final class Hidden {
        @SuppressWarnings("unused") // by reflection
        private Long getId() {
            return 1L;
        }
    }

    private static UserId idOf(Object principal, String name) {
        return Realm.idOf(new UsernamePasswordAuthenticationToken(principal, null, List.of()) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getName() {
                        return name;
                    }
                })
                .orElseThrow();
    }

    @Test
    void accountWithANumber_keepsItsIdWhenItsNameChanges() {
        assertThat(idOf(new Account("ada@old", 42L), "ada@old"))
                .isEqualTo(idOf(new Account("ada@new", 42L), "ada@new"))
                .isEqualTo(UserId.of("42"));
        UUID id = UUID.fromString("7f0f4c1e-57a1-4b86-8a35-0d2c1a9c7f11");
        assertThat(idOf(new ById(id, "ada@old"), "ada@old")).isEqualTo(UserId.of(id.toString()));
    }

    @Test
    void principalWithoutANumber_hasItsName() {
        assertThat(idOf("ada", "ada")).isEqualTo(UserId.of("ada"));
        assertThat(idOf(new User("ada", "", List.of()), "ada")).isEqualTo(UserId.of("ada"));
        assertThat(idOf(new ByToken("a-token's"), "ada")).isEqualTo(UserId.of("ada"));
        assertThat(idOf(new Hidden(), "ada")).isEqualTo(UserId.of("ada"));
        assertThat(idOf(new Account("ada", null), "ada")).isEqualTo(UserId.of("ada"));
    }
}
