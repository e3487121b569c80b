package dev.peruser.benchmarks;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.benchmarks.parts.Part;
import dev.peruser.benchmarks.parts.ShopCart;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.merge.PatchMerge;
import dev.peruser.internal.merge.ThreeWayMerge;
import java.time.Instant;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Two requests changed a line each of one cart of 20 lines, and the second to commit rebases its change. */
public class ThreeWayMergeBenchmark extends Part {
    private static final Attribute<ShopCart> CART = ShopCart.CART;

    private final JsonCodec codec = new JsonCodec(Limits.DEFAULT);
    private final Instant now = Instant.ofEpochSecond(1_800_000_000);
    private Optional<ThreeWayMerge.Tree> base;
    private Optional<ThreeWayMerge.Tree> mine;
    private Optional<ThreeWayMerge.Tree> theirs;
    private Patch patch;
    private byte[] theirBytes;

    /** Makes the three carts. */
    @Setup
    public void change() {
        byte[] before = encoded(ShopCart.ofTwentyLines());
        byte[] after = encoded(ShopCart.ofTwentyLines().withQuantity(3, 7));
        byte[] meanwhile = encoded(ShopCart.ofTwentyLines().withQuantity(16, 9));
        base = tree(before);
        mine = tree(after);
        theirs = tree(meanwhile);
        patch = new Patch(CART.name(), before, after, Patch.WhenAbsent.REMOVED);
        theirBytes = StoredAttribute.of(meanwhile, null).bytes();
        Optional<ThreeWayMerge.Tree> both =
                tree(encoded(ShopCart.ofTwentyLines().withQuantity(3, 7).withQuantity(16, 9)));
        if (!linesByIdentity().equals(both) || !linesByPosition().equals(both)) {
            throw new IllegalStateException("one of the two changes is lost");
        }
    }

    private byte[] encoded(ShopCart cart) {
        return codec.encode(CART.name(), CART, cart);
    }

    private Optional<ThreeWayMerge.Tree> tree(byte[] json) {
        return Optional.of(new ThreeWayMerge.Tree(codec.decodePlain(json)));
    }

    /** Lines of a declared cart that are told apart by their product. */
    @Benchmark
    public Optional<ThreeWayMerge.Tree> linesByIdentity() {
        return new ThreeWayMerge(CART, ThreeWayMerge.Missing.WAS_REMOVED).merge(base, mine, theirs);
    }

    /** Lines of an undeclared cart, which are aligned. */
    @Benchmark
    public Optional<ThreeWayMerge.Tree> linesByPosition() {
        return new ThreeWayMerge(null, ThreeWayMerge.Missing.WAS_REMOVED).merge(base, mine, theirs);
    }

    /** From stored form to stored form. */
    @Benchmark
    public byte[] rebaseOntoWhatIsStored() {
        return new PatchMerge(codec, now, CART, ThreeWayMerge.Missing.WAS_REMOVED).merge(patch, theirBytes);
    }
}
