package dev.peruser.shop.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.shop.ShopProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.databind.json.JsonMapper;

class AccountsTest {
    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private Path file;

    @BeforeEach
    void choose(@TempDir Path directory) {
        file = directory.resolve("deep/accounts.json");
    }

    @Test
    void registered_isThereAfterARestart() throws IOException {
        Accounts before = open();
        assertThat(before.register("Jo", "a good password")).isTrue();

        Accounts after = open();

        assertThat(encoder.matches(
                        "a good password", after.loadUserByUsername("JO").getPassword()))
                .isTrue();
        assertThat(after.loadUserByUsername(" jo ").getUsername()).isEqualTo("jo");
        assertThat(after.rememberMeKey()).isEqualTo(before.rememberMeKey());
        assertThat(Files.readString(file)).doesNotContain("a good password").contains("{bcrypt}");
    }

    @Test
    void register_refusesATakenName() {
        Accounts accounts = open();
        accounts.register("jo", "a good password");
        assertThat(accounts.register("JO", "another password")).isFalse();
        assertThat(accounts.register("ada", "another password")).isFalse();
    }

    @Test
    void unknownName_isNotFound() {
        assertThatThrownBy(() -> open().loadUserByUsername("nobody")).isInstanceOf(UsernameNotFoundException.class);
    }

    @Test
    void brokenFile_isNotOverwritten() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{ broken");
        assertThatThrownBy(this::open).hasMessageContaining(file.toString());
        assertThat(Files.readString(file)).isEqualTo("{ broken");
    }

    private Accounts open() {
        return new Accounts(new ShopProperties(file), JsonMapper.shared(), encoder);
    }
}
