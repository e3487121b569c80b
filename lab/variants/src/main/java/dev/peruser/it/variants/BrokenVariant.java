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

    /** S10: a version that lacks a declaration merges the attribute by its own lights. */
    MERGED_WITHOUT_THE_DECLARATION(new Replacement(
            "EngineContext",
            "return StoredAttribute.isDeclared(stored) && registry.find(name) == null;",
            "return stored != null && stored.length < 0 && registry.find(name) == null;")),

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
