package dev.peruser.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CookieJarTest {
    private final CookieJar jar = new CookieJar();

    @Test
    void take_keepsTheNewestValue() {
        assertThat(jar.take(List.of("one=1; Path=/; HttpOnly", "two=2"))).isTrue();
        assertThat(jar.take(List.of("one=3; Max-Age=100; Path=/"))).isTrue();

        assertThat(jar.header()).isEqualTo("one=3; two=2");
    }

    @Test
    void take_saysThatNothingIsOther() {
        jar.take(List.of("one=1"));

        assertThat(jar.take(List.of("one=1; Path=/"))).isFalse();
    }

    @Test
    void take_forgetsWhatHasEnded() {
        jar.take(List.of("one=1", "two=2", "three=3"));

        jar.take(List.of("one=; Max-Age=0", "two=; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Path=/"));
        jar.take(List.of("three=4; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Max-Age=60"));

        assertThat(jar.header()).isEqualTo("three=4");
    }
}
