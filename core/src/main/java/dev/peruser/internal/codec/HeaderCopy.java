package dev.peruser.internal.codec;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that can differ from those of the header before. */
final class HeaderCopy {
    private final Header before;
    byte[] ownerHash;
    Header.State state;
    Header.@Nullable Target target;
    List<Header.Commit> commits;
    List<Header.Absorbed> ledger;
    List<String> pending;

    @Nullable Instant erasedAt;

    List<String> derivedFrom;
    List<String> derivedInto;

    HeaderCopy(Header before) {
        this.before = before;
        this.ownerHash = before.ownerHash();
        this.state = before.state();
        this.target = before.target();
        this.commits = before.commits();
        this.ledger = before.ledger();
        this.pending = before.pending();
        this.erasedAt = before.erasedAt();
        this.derivedFrom = before.derivedFrom();
        this.derivedInto = before.derivedInto();
    }

    Header header() {
        return new Header(
                before.createdAt(),
                ownerHash,
                state,
                target,
                commits,
                ledger,
                pending,
                erasedAt,
                derivedFrom,
                derivedInto,
                before.unknown());
    }
}
