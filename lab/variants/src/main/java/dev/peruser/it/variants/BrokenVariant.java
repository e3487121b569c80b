package dev.peruser.it.variants;

import java.util.List;

/** A rule of the core that can be broken, as replacements in its sources. Each must be noticed. */
public enum BrokenVariant {
    /** S6: who finds a claim that it did not make itself leaves it alone. A crash after a claim strands the data. */
    FOREIGN_CLAIMS_NOT_FINISHED(
            new Replacement("ClaimFinisher", "if (claimed.isClaimed()) {", "if (claimed == null) {"),
            new Replacement(
                    "Absorber",
                    "} else if (from.isClaimed() && from.target().isOf(session.location().key())) {",
                    "} else if (from.isClaimed() && from.header() == null) {")),

    /**
     * S4: of two sessions of one guest the source is read first. It may have been absorbed, and released, in between.
     */
    SOURCE_READ_BEFORE_TARGET(new Replacement(
            "ClaimFinisher",
            "boolean isOneGuests = source.isGuest() && target.isGuest();",
            "boolean isOneGuests = source == null;")),

    /** S4: the target is saved on top of another version than the one that the merge was made from. */
    RECORD_OF_ANOTHER_VERSION_ABSORBED(new Replacement(
            "MergeSteps", "&& record.version().equals(to.stored().version()));", "&& record.number() > 0);")),

    /** S5: the next save of the target drops ledger entries, whether the source was released or not. */
    LEDGER_PRUNED_BEFORE_RELEASE(new Replacement(
            "ReleasedSources", "return until.isAfter(now) && entry.until().isAfter(now);", "return until == now;")),

    /** S7: changes of a guest that come after the sign-in are made on the account as they were made on the guest's. */
    LATE_CHANGES_AS_OPERATIONS(
            new Replacement("LateChanges", "if (source.target().isGuests()) {", "if (source.target() != null) {")),

    /** S7: a late change of the guest, or a merge that is taken back, takes back as well what the account did since. */
    RECORD_REPLACES_WHAT_CAME_SINCE(new Replacement(
            "LateMerge",
            "return engine.stateRebase(deadline).rebase(record.before(), decided, record.after());",
            "return record.after();")),

    /** S10: a version that lacks a declaration merges the attribute by its own lights. */
    MERGED_WITHOUT_THE_DECLARATION(new Replacement(
            "EngineContext",
            "return StoredAttribute.isDeclared(stored) && registry.find(name) == null;",
            "return stored != null && stored.length < 0 && registry.find(name) == null;")),

    /** A near cache's copy of a guest's session is trusted, wherever the guest may have gone since. */
    COPIES_TRUSTED_AFTER_A_MOVE(new Replacement("GuestOpening", """
            public Optional<Snapshot> recall() {
                return Optional.empty();
            }
            """, """
            public Optional<Snapshot> recall() {
                java.util.List<GuestToken> free = tokens.free();
                if (free.size() != 1) {
                    return Optional.empty();
                }
                Optional<Snapshot> copy = engine.storage()
                        .recall(SessionLocation.of(free.get(0).key()), consistencyTokens::permits);
                copy.ifPresent(session -> token = free.get(0));
                return copy;
            }
            """)),

    /** A guest cookie goes when one look finds nothing, which may be a look at a replica that is behind. */
    COOKIE_DROPPED_BY_ONE_LOOK(
            new Replacement("GuestTokens", "if (unknown.size() > MOST_UNKNOWN) {", "if (!unknown.isEmpty()) {"),
            new Replacement(
                    "GuestTokenSignIn", "if (visits.absentGuests().isAbsent(engine, token, seen, share)) {", """
                    tokens.drop(token);
                    if (share == null) {
                    """)),

    /** S5: a source is released because of what was read, although a fail-over may still lose that. */
    RELEASE_ON_HEARSAY(new Replacement(
            "AbsorbLedger",
            "return engine.storage().mayLose(found.location()) ? touched(found, deadline) : Optional.of(found);",
            "return Optional.of(found);")),

    /** C2: commit ids are forgotten by the server's own clock. One that is ahead forgets those of a moment ago. */
    COMMIT_IDS_PRUNED_BY_THE_LOCAL_CLOCK(
            new Replacement("Storage", "header.committed(id, now);", "header.committed(id, clock.own.instant());"),
            new Replacement("StoreClock", "private final InstantSource own;", "final InstantSource own;"),
            new Replacement(
                    "Header",
                    "boolean isAlwaysKept = i >= commits.size() - WRITERS_ALWAYS_KEPT;",
                    "boolean isAlwaysKept = i < 0;")),

    /** C2: a commit is not known again by its id, so one whose answer got lost is made twice. */
    NO_COMMIT_ID(new Replacement(
            "Header", "if (commits.stream().anyMatch(commit -> commit.id.equals(id))) {", "if (commits == null) {")),

    /** C4: equal additions to a list by two requests become one. */
    LIST_ADDITIONS_COLLAPSED(new Replacement("ListMerge", "if (!taken[m] && b < 0) {", """
            Object mine = sides.mine.get(m);
            boolean isKnown = slots.stream().anyMatch(one -> one.first.contains(mine) && b < 0);
            if (!taken[m] && !isKnown && b < 0) {
            """)),

    /** V1: a commit asks again who the visitor is, and saves what was changed under whoever it is then. */
    PRINCIPAL_ASKED_AGAIN_AT_COMMIT(
            new Replacement("ActiveVisit", "views.commit();", """
                    OpenSession current = views.current();
                    if (current != null) {
                        visitor = visitorSource.current();
                        if (!current.isOf(visitor.user())) {
                            current.moveTo(guestSignIn.openingOf(visitor));
                        }
                    }
                    views.commit();
                    """),
            new Replacement("OpenSession", "private final Opening opening;", "private Opening opening;"),
            new Replacement("OpenSession", "/** Saves what has changed, if anything has. */", """
                    void moveTo(Opening other) {
                        if (opened != null) {
                            logEdits(opened.attributes.flush());
                            opening = other;
                            opened.snapshot = budget.spend(other::open);
                            asMade = false;
                        }
                    }

                    """));

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<Replacement> replacements;

    BrokenVariant(Replacement... replacements) {
        this.replacements = List.of(replacements);
    }

    /** What to replace in which sources. */
    List<Replacement> replacements() {
        return replacements;
    }

    /**
     * A piece of a source file, which must be there exactly once, and what to put instead. White space counts as one
     * blank, however much it is.
     *
     * @param type the simple name of a class of the core
     */
    record Replacement(String type, String piece, String instead) {}
}
