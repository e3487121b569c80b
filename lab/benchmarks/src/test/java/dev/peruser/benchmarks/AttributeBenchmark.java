package dev.peruser.benchmarks;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.benchmarks.parts.Part;
import dev.peruser.benchmarks.parts.ShopCart;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.session.WorkingCopy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * Between attributes and their stored form: a declared cart of 20 lines, the same one as plain maps and lists, and one
 * of ten attributes that is read and not changed.
 */
public class AttributeBenchmark extends Part {
    private static final Attribute<ShopCart> CART = ShopCart.CART;
    private static final int OTHERS = 9;

    private final JsonCodec codec = new JsonCodec(Limits.DEFAULT);
    private final AttributeRegistry registry = new AttributeRegistry(List.of(CART));
    private final Instant now = Instant.ofEpochSecond(1_800_000_000);
    private ShopCart cart;
    private Object plain;
    private byte[] json;
    private Map<String, byte[]> stored;
    private WorkingCopy inUse;

    /** Encodes what is decoded, and reads the attribute that is checked. */
    @Setup
    public void encode() {
        cart = ShopCart.ofTwentyLines();
        json = codec.encode(CART.name(), CART, cart);
        plain = codec.decodePlain(json);
        stored = new LinkedHashMap<>();
        stored.put(CART.name(), StoredAttribute.of(json, null).bytes());
        for (int i = 0; i < OTHERS; i++) {
            byte[] text = codec.encodePlain("text of 400 characters ".repeat(18));
            stored.put("text" + i, StoredAttribute.of(text, null).bytes());
        }
        inUse = new WorkingCopy(registry, codec, now, stored);
        inUse.get(CART.name());
    }

    @Benchmark
    public Object decodeDeclaredCart() {
        return codec.decode(CART.name(), CART, json);
    }

    @Benchmark
    public Object encodeDeclaredCart() {
        return codec.encode(CART.name(), CART, cart);
    }

    @Benchmark
    public Object decodePlainCart() {
        return codec.decode("plain", null, json);
    }

    @Benchmark
    public Object encodePlainCart() {
        return codec.encode("plain", null, plain);
    }

    @Benchmark
    public boolean findThatNothingChanged() {
        return inUse.isChanged();
    }

    @Benchmark
    public Object readOneOfTenAndFindThatNothingChanged() {
        WorkingCopy attributes = new WorkingCopy(registry, codec, now, stored);
        attributes.get(CART.name());
        return attributes.flush();
    }
}
