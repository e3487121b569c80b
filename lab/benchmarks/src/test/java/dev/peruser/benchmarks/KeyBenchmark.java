package dev.peruser.benchmarks;

import dev.peruser.GuestToken;
import dev.peruser.UserId;
import dev.peruser.benchmarks.parts.Part;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.UserKey;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;

/** From user ids and tokens to keys. */
public class KeyBenchmark extends Part {
    private UserId plain = UserId.of("ada.lovelace");
    private UserId escaped = new UserId("https://login.example.org", "Ada Lovelace@example.org");
    private UserId hashed = UserId.of("long ".repeat(60));
    private UserKey key = UserKeys.of(escaped);
    private String token = "A".repeat(42) + "E";

    @Benchmark
    public UserKey encodePlainId() {
        return UserKeys.of(plain);
    }

    @Benchmark
    public UserKey encodeIdWithEscapes() {
        return UserKeys.of(escaped);
    }

    @Benchmark
    public UserKey encodeLongId() {
        return UserKeys.of(hashed);
    }

    @Benchmark
    public byte[] hashOwner() {
        return UserKeys.ownerHash(plain);
    }

    @Benchmark
    public Optional<UserId> decodeIdWithEscapes() {
        return UserKeys.decode(key);
    }

    @Benchmark
    public Optional<GuestToken> parseToken() {
        return GuestToken.parse(token);
    }
}
