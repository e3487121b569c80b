package dev.peruser;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a {@link Header}: a byte for its format, then fields, each a byte for its tag, two for its length,
 * and its content. Empty fields are left out. A field with an unknown tag is kept and written back, so that a newer
 * version may add fields; the format's byte changes only if an older version must not touch the session.
 */
final class HeaderCodec {
    private static final byte FORMAT = 1;
    private static final int LONGEST_FIELD = 0xFFFF;

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

    private HeaderCodec() {}

    static byte[] encode(Header header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            field(
                    out,
                    CREATED_AT,
                    content -> content.writeLong(header.createdAt().toEpochMilli()));
            field(out, OWNER_HASH, content -> content.write(header.ownerHash()));
            if (!header.isActive()) {
                field(out, STATE, content -> content.writeByte(header.state().code));
            }
            Header.@Nullable Target target = header.target();
            if (target != null) {
                field(out, TARGET, content -> {
                    content.writeUTF(target.key());
                    content.writeLong(target.incarnation());
                    content.writeBoolean(target.inRecord());
                });
            }
            if (!header.commits().isEmpty()) {
                field(out, COMMITS, content -> {
                    for (Header.Commit commit : header.commits()) {
                        content.writeLong(commit.id().writer());
                        content.writeLong(commit.id().sequence());
                        content.writeLong(commit.at().toEpochMilli());
                    }
                });
            }
            if (!header.ledger().isEmpty()) {
                field(out, LEDGER, content -> {
                    for (Header.Absorbed absorbed : header.ledger()) {
                        content.writeLong(absorbed.incarnation());
                        content.writeLong(absorbed.until().toEpochMilli());
                    }
                });
            }
            if (!header.pending().isEmpty()) {
                field(out, PENDING, content -> {
                    for (String key : header.pending()) {
                        content.writeUTF(key);
                    }
                });
            }
            @Nullable Instant erasedAt = header.erasedAt();
            if (erasedAt != null) {
                field(out, ERASED_AT, content -> content.writeLong(erasedAt.toEpochMilli()));
            }
            List<Header.Absorbed> found = header.ledger().stream()
                    .filter(absorbed -> absorbed.source() != null)
                    .toList();
            if (!found.isEmpty()) {
                field(out, SOURCES, content -> {
                    for (Header.Absorbed absorbed : found) {
                        content.writeLong(absorbed.incarnation());
                        content.writeUTF(Objects.requireNonNull(absorbed.source()));
                    }
                });
            }
            for (Header.UnknownField unknown : header.unknown()) {
                field(out, unknown.tag(), content -> content.write(unknown.bytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
        return bytes.toByteArray();
    }

    private static void field(DataOutputStream out, int tag, Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(new DataOutputStream(bytes));
        if (bytes.size() > LONGEST_FIELD) {
            throw new SessionDataException("what PerUser itself keeps about a session is too long to be stored (field "
                    + tag + "); nothing was saved");
        }
        out.writeByte(tag);
        out.writeShort(bytes.size());
        bytes.writeTo(out);
    }

    static Header decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new SessionDataException("the session was written in format " + format
                        + " by a newer version of PerUser; this version reads format " + FORMAT);
            }
            return decodeFields(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new SessionDataException(
                    "the stored session is damaged: its header can't be read; it is left as it is", e);
        }
    }

    private static Header decodeFields(DataInputStream in) throws IOException {
        Instant createdAt = Instant.EPOCH;
        byte[] ownerHash = {};
        Header.State state = Header.State.ACTIVE;
        Header.@Nullable Target target = null;
        List<Header.Commit> commits = List.of();
        List<Header.Absorbed> ledger = List.of();
        Map<Long, String> sources = new HashMap<>();
        List<String> pending = List.of();
        @Nullable Instant erasedAt = null;
        List<Header.UnknownField> unknown = new ArrayList<>();
        while (in.available() > 0) {
            int tag = in.readUnsignedByte();
            byte[] content = new byte[in.readUnsignedShort()];
            in.readFully(content);
            DataInputStream field = new DataInputStream(new ByteArrayInputStream(content));
            switch (tag) {
                case CREATED_AT -> createdAt = instant(field);
                case OWNER_HASH -> ownerHash = content;
                case STATE -> state = state(field.readUnsignedByte());
                case TARGET -> target = new Header.Target(field.readUTF(), field.readLong(), field.readBoolean());
                case COMMITS -> commits = all(field, HeaderCodec::commit);
                case LEDGER -> ledger = all(field, item -> new Header.Absorbed(item.readLong(), instant(item), null));
                case SOURCES -> all(field, HeaderCodec::source).forEach(one -> sources.put(one.incarnation, one.key));
                case ERASED_AT -> erasedAt = instant(field);
                case PENDING -> pending = all(field, item -> item.readUTF());
                default -> unknown.add(new Header.UnknownField(tag, content));
            }
        }
        List<Header.Absorbed> named = ledger.stream()
                .map(entry -> new Header.Absorbed(entry.incarnation(), entry.until(), sources.get(entry.incarnation())))
                .toList();
        return new Header(createdAt, ownerHash, state, target, commits, named, pending, erasedAt, List.copyOf(unknown));
    }

    /** The key of an absorbed incarnation. */
    private record Source(long incarnation, String key) {}

    private static Source source(DataInputStream in) throws IOException {
        return new Source(in.readLong(), in.readUTF());
    }

    private static Header.State state(int code) {
        for (Header.State state : Header.State.values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("unknown state");
    }

    private static Header.Commit commit(DataInputStream in) throws IOException {
        return new Header.Commit(new Header.CommitId(in.readLong(), in.readLong()), instant(in));
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochMilli(in.readLong());
    }

    private static <T> List<T> all(DataInputStream in, Item<T> item) throws IOException {
        List<T> items = new ArrayList<>();
        while (in.available() > 0) {
            items.add(item.readFrom(in));
        }
        return List.copyOf(items);
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Item<T> {
        T readFrom(DataInputStream in) throws IOException;
    }
}
