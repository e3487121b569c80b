package dev.peruser.benchmarks;

import dev.peruser.UserId;
import dev.peruser.benchmarks.parts.Part;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.UserKeys;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;

/** The header of a stored session: of a user with two writers' latest commits and one absorbed guest. */
public class HeaderBenchmark extends Part {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private Header header = Header.fresh(NOW, UserKeys.ownerHash(UserId.of("ada")))
            .committed(new Header.CommitId(1, 17), NOW)
            .committed(new Header.CommitId(2, 4), NOW)
            .withAbsorbed(new Header.Absorbed(6, NOW, "g:" + "0".repeat(64)));
    private byte[] stored = HeaderCodec.encode(header);

    @Benchmark
    public byte[] encode() {
        return HeaderCodec.encode(header);
    }

    @Benchmark
    public Header decode() {
        return HeaderCodec.decode(stored);
    }

    @Benchmark
    public Header addCommit() {
        return header.committed(new Header.CommitId(1, 18), NOW);
    }
}
