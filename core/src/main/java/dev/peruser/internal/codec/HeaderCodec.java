package dev.peruser.internal.codec;

import dev.peruser.SessionDataException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a {@link Header}: a byte for its format, then fields, each a byte for its tag, two for its length,
 * and its content. Empty fields are left out. A field with an unknown tag is kept and written back, so that a newer
 * version may add fields; the format's byte changes only if an older version must not touch the session.
 */
public final class HeaderCodec {
    private static final byte FORMAT = 1;

    private static final int CREATED_AT = 1;
    private static final int OWNER_HASH = 2;
    private static final int STATE = 3;
    private static final int TARGET = 4;
    private static final int COMMITS = 5;
    private static final int LEDGER = 6;
    private static final int PENDING = 7;
    private static final int ERASED_AT = 8;

    /** Keys for entries of the ledger: a field of its own, so that versions without it can still read the ledger. */
    private static final int SOURCES = 9;

    private static final int DERIVED_FROM = 10;
    private static final int DERIVED_INTO = 11;

    /** Numbers for entries of the ledger. */
    private static final int NUMBERS = 12;

    private HeaderCodec() {}

    public static byte[] encode(Header header) {
        HeaderFields out = new HeaderFields(FORMAT);
        out.begin(CREATED_AT).putLong(header.createdAt().toEpochMilli());
        out.begin(OWNER_HASH).put(header.ownerHash());
        if (!header.isActive()) {
            out.begin(STATE).put(header.state().code);
        }
        Header.@Nullable Target target = header.target();
        if (target != null) {
            out.begin(TARGET)
                    .putText(target.key())
                    .putLong(target.incarnation())
                    .put(target.inRecord() ? 1 : 0);
        }
        if (!header.commits().isEmpty()) {
            out.begin(COMMITS);
            for (Header.Commit commit : header.commits()) {
                out.putLong(commit.id().writer())
                        .putLong(commit.id().sequence())
                        .putLong(commit.at().toEpochMilli());
            }
        }
        if (!header.ledger().isEmpty()) {
            out.begin(LEDGER);
            for (Header.Absorbed absorbed : header.ledger()) {
                out.putLong(absorbed.incarnation()).putLong(absorbed.until().toEpochMilli());
            }
        }
        if (!header.pending().isEmpty()) {
            out.begin(PENDING);
            header.pending().forEach(out::putText);
        }
        @Nullable Instant erasedAt = header.erasedAt();
        if (erasedAt != null) {
            out.begin(ERASED_AT).putLong(erasedAt.toEpochMilli());
        }
        boolean isSourceKnown = false;
        for (Header.Absorbed absorbed : header.ledger()) {
            @Nullable String source = absorbed.source();
            if (source != null) {
                HeaderFields sources = isSourceKnown ? out : out.begin(SOURCES);
                sources.putLong(absorbed.incarnation()).putText(source);
                isSourceKnown = true;
            }
        }
        boolean isNumbered = false;
        for (Header.Absorbed absorbed : header.ledger()) {
            if (absorbed.number() > 0) {
                HeaderFields numbers = isNumbered ? out : out.begin(NUMBERS);
                numbers.putLong(absorbed.incarnation()).putLong(absorbed.number());
                isNumbered = true;
            }
        }
        if (!header.derivedFrom().isEmpty()) {
            out.begin(DERIVED_FROM);
            header.derivedFrom().forEach(out::putText);
        }
        if (!header.derivedInto().isEmpty()) {
            out.begin(DERIVED_INTO);
            header.derivedInto().forEach(out::putText);
        }
        for (Header.UnknownField unknown : header.unknown()) {
            out.begin(unknown.tag()).put(unknown.bytes());
        }
        return out.bytes();
    }

    public static Header decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int format = Byte.toUnsignedInt(in.get());
            if (format != FORMAT) {
                throw new SessionDataException("the session was written in format " + format
                        + " by a newer version of PerUser; this version reads format " + FORMAT);
            }
            return decodeFields(in);
        } catch (BufferUnderflowException | IOException | IllegalArgumentException e) {
            throw new SessionDataException(
                    "the stored session is damaged: its header can't be read; it is left as it is", e);
        }
    }

    private static Header decodeFields(ByteBuffer in) throws IOException {
        Instant createdAt = Instant.EPOCH;
        byte[] ownerHash = {};
        Header.State state = Header.State.ACTIVE;
        Header.@Nullable Target target = null;
        List<Header.Commit> commits = List.of();
        List<Header.Absorbed> ledger = List.of();
        Map<Long, String> sources = Map.of();
        Map<Long, Integer> numbers = Map.of();
        List<String> pending = List.of();
        @Nullable Instant erasedAt = null;
        List<String> derivedFrom = List.of();
        List<String> derivedInto = List.of();
        List<Header.UnknownField> unknown = List.of();
        while (in.hasRemaining()) {
            int tag = Byte.toUnsignedInt(in.get());
            int length = Short.toUnsignedInt(in.getShort());
            ByteBuffer field = in.slice(in.position(), requireThere(in, length));
            in.position(in.position() + length);
            switch (tag) {
                case CREATED_AT -> createdAt = instant(field);
                case OWNER_HASH -> ownerHash = rest(field);
                case STATE -> state = state(Byte.toUnsignedInt(field.get()));
                case TARGET -> target = new Header.Target(text(field), field.getLong(), field.get() != 0);
                case COMMITS -> commits = all(field, HeaderCodec::commit);
                case LEDGER -> ledger = all(field, item -> new Header.Absorbed(item.getLong(), instant(item), null));
                case SOURCES -> {
                    sources = new HashMap<>();
                    for (Source one : all(field, HeaderCodec::source)) {
                        sources.put(one.incarnation, one.key);
                    }
                }
                case NUMBERS -> {
                    numbers = new HashMap<>();
                    while (field.hasRemaining()) {
                        numbers.put(field.getLong(), (int) field.getLong());
                    }
                }
                case ERASED_AT -> erasedAt = instant(field);
                case PENDING -> pending = all(field, HeaderCodec::text);
                case DERIVED_FROM -> derivedFrom = all(field, HeaderCodec::text);
                case DERIVED_INTO -> derivedInto = all(field, HeaderCodec::text);
                default -> {
                    unknown = new ArrayList<>(unknown);
                    unknown.add(new Header.UnknownField(tag, rest(field)));
                }
            }
        }
        return new Header(
                createdAt,
                ownerHash,
                state,
                target,
                commits,
                named(ledger, sources, numbers),
                pending,
                erasedAt,
                derivedFrom,
                derivedInto,
                List.copyOf(unknown));
    }

    private static int requireThere(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static List<Header.Absorbed> named(
            List<Header.Absorbed> ledger, Map<Long, String> sources, Map<Long, Integer> numbers) {
        return sources.isEmpty()
                ? ledger
                : ledger.stream()
                        .map(entry -> new Header.Absorbed(
                                entry.incarnation(),
                                entry.until(),
                                sources.get(entry.incarnation()),
                                numbers.getOrDefault(entry.incarnation(), 0)))
                        .toList();
    }

    /** The key of an absorbed incarnation. */
    private record Source(long incarnation, String key) {}

    private static Source source(ByteBuffer in) throws IOException {
        return new Source(in.getLong(), text(in));
    }

    private static Header.State state(int code) {
        for (Header.State state : Header.State.values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("unknown state");
    }

    private static Header.Commit commit(ByteBuffer in) {
        return new Header.Commit(new Header.CommitId(in.getLong(), in.getLong()), instant(in));
    }

    private static Instant instant(ByteBuffer in) {
        return Instant.ofEpochMilli(in.getLong());
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    /** As {@link DataInputStream#readUTF} does. */
    private static String text(ByteBuffer in) throws IOException {
        int length = Short.toUnsignedInt(in.duplicate().getShort());
        byte[] form = new byte[requireThere(in, Short.BYTES + length)];
        in.get(form);
        try (DataInputStream text = new DataInputStream(new ByteArrayInputStream(form))) {
            return text.readUTF();
        }
    }

    private static <T> List<T> all(ByteBuffer in, Item<T> item) throws IOException {
        List<T> items = new ArrayList<>();
        while (in.hasRemaining()) {
            items.add(item.readFrom(in));
        }
        return List.copyOf(items);
    }

    @FunctionalInterface
    private interface Item<T> {
        T readFrom(ByteBuffer in) throws IOException;
    }
}
