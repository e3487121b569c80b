package dev.peruser.shop.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {

    @ParameterizedTest
    @ValueSource(strings = {"jo", "Jo.Smith", "a-b_c9"})
    void name_mayBeSimple(String name) {
        assertThat(new Registration(name, "long enough").problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "j", "9lives", "jo smith", "jö", "<b>", "a234567890123456789012345678901"})
    void name_mustBeSimple(String name) {
        assertThat(new Registration(name, "long enough").problems()).containsOnlyKeys("name");
    }

    @Test
    void password_mustBeLongEnoughAndFitTheEncoder() {
        assertThat(new Registration("jo", "short").problems()).containsOnlyKeys("password");
        assertThat(new Registration("jo", "é".repeat(37)).problems()).containsOnlyKeys("password");
        assertThat(new Registration("jo", "é".repeat(36)).problems()).isEmpty();
    }
}
