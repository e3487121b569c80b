package dev.peruser.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.UserId;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.SessionKey;
import dev.peruser.store.UserKey;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Two user ids never share a key, however alike they look to a database, and a key leads back to its id. */
public final class KeyFuzz {
    private static final Pattern SAFE = Pattern.compile("[a-z0-9:%._-]{2,200}");
    private static final int LONGEST = 190;

    private KeyFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Choices choices = new Choices(data);
        String realm = choices.yes() ? choices.text() : choices.units();
        String name = choices.yes() ? choices.text() : choices.units();
        if (choices.oneOf(8) == 0) {
            name = name.repeat(1 + choices.oneOf(60));
        }
        Optional<UserId> one = id(realm, name);
        one.ifPresent(KeyFuzz::check);
        Optional<UserId> other = alike(realm, name, choices);
        other.ifPresent(KeyFuzz::check);
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            assertThat(UserKeys.of(one.get()).text())
                    .isNotEqualTo(UserKeys.of(other.get()).text());
            assertThat(Arrays.equals(UserKeys.ownerHash(one.get()), UserKeys.ownerHash(other.get())))
                    .isFalse();
        }
    }

    private static Optional<UserId> id(String realm, String name) {
        try {
            return Optional.of(new UserId(realm, name));
        } catch (IllegalArgumentException e) {
            assertThat(name.isBlank() || realm.length() + name.length() > 10_000)
                    .isTrue();
            return Optional.empty();
        }
    }

    private static Optional<UserId> alike(String realm, String name, Choices choices) {
        return switch (choices.oneOf(14)) {
            case 0 -> id(realm, name.toLowerCase(Locale.ROOT));
            case 1 -> id(realm, name.toUpperCase(Locale.ROOT));
            case 2 -> id(realm, Normalizer.normalize(name, Normalizer.Form.NFC));
            case 3 -> id(realm, Normalizer.normalize(name, Normalizer.Form.NFD));
            case 4 -> id(realm, Normalizer.normalize(name, Normalizer.Form.NFKC));
            case 5 -> id(realm, name + " ".repeat(1 + choices.oneOf(3)));
            case 6 -> id(realm + ":" + name, name);
            case 7 -> id("", realm + ":" + name);
            case 8 -> id(name, realm);
            case 9 -> id(realm, name.replace('%', ':'));
            case 10 -> id(realm, name + choices.unit());
            case 11 -> id(realm + choices.unit(), name);
            case 12 -> id(realm, new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            default -> id(realm, choices.units());
        };
    }

    private static void check(UserId id) {
        UserKey key = UserKeys.of(id);
        String text = key.text();
        assertThat(SAFE.matcher(text).matches()).isTrue();
        assertThat(SessionKey.parse(text)).isEqualTo(key).isInstanceOf(UserKey.class);
        assertThat(text.toLowerCase(Locale.ROOT)).isEqualTo(text);
        assertThat(Normalizer.isNormalized(text, Normalizer.Form.NFKD)).isTrue();
        assertThat(text.strip()).isEqualTo(text);
        boolean isHashed = text.startsWith("h:");
        boolean isUnicode = StandardCharsets.UTF_8.newEncoder().canEncode(id.realm())
                && StandardCharsets.UTF_8.newEncoder().canEncode(id.name());
        if (isHashed) {
            assertThat(UserKeys.decode(key)).isEmpty();
            assertThat(isUnicode && (id.realm() + id.name()).length() * 9 < LONGEST)
                    .isFalse();
        } else {
            assertThat(isUnicode).isTrue();
            assertThat(UserKeys.decode(key)).contains(id);
        }
        assertThat(UserKeys.of(new UserId(id.realm(), id.name()))).isEqualTo(key);
    }
}
