package dev.peruser.internal.merge;

import dev.peruser.Attribute;
import dev.peruser.Merger;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.Unions;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Merges two values of one declared attribute at a sign-in: by the attribute's rule, or else by the default one. The
 * type never changes, fields that the class doesn't know stay, and of two expiries the one set later holds.
 */
public final class DeclaredMerge {
    private final JsonCodec codec;
    private final Checkpoint checkpoint;

    /** One that may take as long as it takes. */
    public DeclaredMerge(JsonCodec codec) {
        this(codec, Checkpoint.none());
    }

    public DeclaredMerge(JsonCodec codec, Checkpoint checkpoint) {
        this.codec = codec;
        this.checkpoint = checkpoint;
    }

    /** The merged stored form; empty if one of the two can't be read. */
    public <T> Optional<byte[]> merge(Attribute<T> attribute, byte[] userBytes, byte[] guestBytes) {
        StoredAttribute userStored;
        StoredAttribute guestStored;
        T userValue;
        T guestValue;
        try {
            userStored = StoredAttribute.parse(attribute.name(), userBytes);
            guestStored = StoredAttribute.parse(attribute.name(), guestBytes);
            userValue = decode(attribute, userStored.json());
            guestValue = decode(attribute, guestStored.json());
            tree(userStored.json()); // also what the class doesn't look at must be readable
            tree(guestStored.json());
        } catch (SessionDataException | JacksonException | IllegalStateException e) {
            return Optional.empty();
        }
        byte[] json = attribute.merger().isPresent()
                ? mergeByRule(
                        attribute,
                        attribute.merger().get(),
                        userStored.json(),
                        userValue,
                        guestStored.json(),
                        guestValue)
                : mergeByDefault(attribute, userStored.json(), guestStored.json());
        StoredAttribute.@Nullable Expiry expiry = attribute.merger().isPresent()
                ? expiryByRule(json, userStored, guestStored)
                : StoredAttribute.Expiry.later(userStored.expiry(), guestStored.expiry());
        return Optional.of(StoredAttribute.of(json, expiry, true).bytes());
    }

    /** What a rule keeps of one side has that side's expiry; what it makes of both expires as the later one. */
    private static StoredAttribute.@Nullable Expiry expiryByRule(
            byte[] merged, StoredAttribute user, StoredAttribute guest) {
        boolean isUsers = Arrays.equals(merged, user.json());
        boolean isGuests = Arrays.equals(merged, guest.json());
        if (isUsers == isGuests) {
            return StoredAttribute.Expiry.later(user.expiry(), guest.expiry());
        }
        return isUsers ? user.expiry() : guest.expiry();
    }

    @SuppressWarnings("unchecked") // a declared attribute is decoded as its type
    private <T> T decode(Attribute<T> attribute, byte[] json) {
        @Nullable Object value = codec.decode(attribute.name(), attribute, json);
        if (value == null) {
            throw new SessionDataException("attribute '" + attribute.name() + "' holds null");
        }
        return (T) value;
    }

    private <T> byte[] mergeByRule(
            Attribute<T> attribute, Merger<T> merger, byte[] userJson, T userValue, byte[] guestJson, T guestValue) {
        byte[] asRead = codec.encode(attribute.name(), attribute, userValue);
        byte[] guestAsRead = codec.encode(attribute.name(), attribute, guestValue);
        T merged = attribute.isMergedAsUnion()
                ? Unions.union(userValue, codec.decodePlain(asRead), guestValue, codec.decodePlain(guestAsRead))
                : merger.merge(userValue, guestValue);
        byte[] after = codec.encode(attribute.name(), attribute, requireValue(attribute, merged));
        if (Arrays.equals(after, guestAsRead) && !Arrays.equals(after, asRead)) {
            return guestJson;
        }
        // Fields that the class doesn't know stay: the difference is merged into what is stored.
        byte[] withUsers = Arrays.equals(asRead, userJson) ? after : threeWay(attribute, asRead, after, userJson);
        if (Arrays.equals(guestAsRead, guestJson)) {
            return withUsers;
        }
        byte[] withBoth = threeWay(attribute, guestAsRead, withUsers, guestJson);
        return codec.fits(attribute, withBoth) ? withBoth : withUsers;
    }

    private <T> T requireValue(Attribute<T> attribute, @Nullable T merged) {
        if (merged == null) {
            throw new IllegalStateException("the merge rule of attribute '" + attribute.name() + "' gave null");
        }
        return merged;
    }

    private byte[] threeWay(Attribute<?> attribute, byte[] base, byte[] mine, byte[] theirs) {
        return new ThreeWayMerge(attribute, ThreeWayMerge.Missing.WAS_REMOVED, checkpoint)
                .unbounded()
                .merge(Optional.of(tree(base)), Optional.of(tree(mine)), Optional.of(tree(attribute, theirs)))
                .map(tree -> codec.encodePlain(tree.value()))
                .orElse(mine);
    }

    /**
     * The guest's as if it had just been added to the user's: maps by key, lists by identity or one behind the other.
     */
    private byte[] mergeByDefault(Attribute<?> attribute, byte[] userJson, byte[] guestJson) {
        byte[] merged = new ThreeWayMerge(attribute, ThreeWayMerge.Missing.NEVER_WAS, checkpoint)
                .merge(
                        Optional.empty(),
                        Optional.of(tree(attribute, guestJson)),
                        Optional.of(tree(attribute, userJson)))
                .map(tree -> codec.encodePlain(tree.value()))
                .orElse(guestJson);
        // A mixture that the type doesn't allow gives way to the guest's; sets lose repetitions.
        return codec.fits(attribute, merged)
                ? codec.encodePlain(tree(attribute, merged).value())
                : guestJson;
    }

    private ThreeWayMerge.Tree tree(Attribute<?> attribute, byte[] json) {
        return new ThreeWayMerge.Tree(codec.normalized(attribute.name(), attribute, json));
    }

    private ThreeWayMerge.Tree tree(byte[] json) {
        return new ThreeWayMerge.Tree(codec.decodePlain(json));
    }
}
