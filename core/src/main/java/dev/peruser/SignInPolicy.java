package dev.peruser;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of what a guest has when its visitor signs in: asked once for each guest session that is carried
 * into an account, before anything is stored. Without a policy everything is merged by the attributes' rules.
 *
 * <p>What isn't merged is <em>set aside</em>: it is kept with the account, but not shown as its data. It is listed by
 * {@link UserSession#setAside}, carried by {@link UserSession#carrySetAside} and dropped by
 * {@link UserSession#dropSetAside}; what the guest's other tabs still change goes there, too.
 *
 * <pre>{@code
 * signIn -> signIn.isAt("/checkout") && signIn.inBoth().contains("cart")
 *         ? Decision.decideLater().about("cart")
 *         : Decision.merge()
 * }</pre>
 *
 * <p>Called while the session is opened, perhaps by many threads, so it must not use the session, and should take no
 * time. If it throws, the sign-in goes through, nothing is lost, and a later request of the user asks again.
 */
@FunctionalInterface
public interface SignInPolicy {

    /** What becomes of what the guest has. */
    Decision decide(SignIn signIn);

    /**
     * A sign-in with what there is to decide about.
     *
     * @param place where it happens, as the application says; in a web application the path of the request within it,
     *     without the query. Empty outside of requests.
     * @param accountAttributes the names of what the account has
     * @param guestAttributes the names of what the guest has, without those that are never carried
     */
    record SignIn(Optional<String> place, Set<String> accountAttributes, Set<String> guestAttributes) {
        public SignIn {
            accountAttributes = Set.copyOf(accountAttributes);
            guestAttributes = Set.copyOf(guestAttributes);
        }

        /** The names of what both have. */
        public Set<String> inBoth() {
            Set<String> both = new LinkedHashSet<>(accountAttributes);
            both.retainAll(guestAttributes);
            return both;
        }

        /** Whether it happens at this path, or below it. */
        public boolean isAt(String path) {
            return place.filter(at -> at.equals(path) || at.startsWith(path.endsWith("/") ? path : path + "/"))
                    .isPresent();
        }
    }

    /** What becomes of a guest's attributes. Immutable. */
    final class Decision {
        private static final Decision MERGE = new Decision(Kind.MERGE, Set.of());

        private final Kind kind;
        private final Set<String> names;

        private Decision(Kind kind, Set<String> names) {
            this.kind = kind;
            this.names = Set.copyOf(names);
        }

        /** The ways there are. */
        public enum Kind {
            /** As {@link Decision#merge} says. */
            MERGE,
            /** As {@link Decision#keepAccount} says. */
            KEEP_ACCOUNT,
            /** As {@link Decision#keepGuest} says. */
            KEEP_GUEST,
            /** As {@link Decision#decideLater} says. */
            DECIDE_LATER
        }

        /** All is merged by the attributes' rules. */
        public static Decision merge() {
            return MERGE;
        }

        /** The account stays as it is, and what the guest has is set aside. */
        public static Decision keepAccount() {
            return new Decision(Kind.KEEP_ACCOUNT, Set.of());
        }

        /**
         * Of what both have the guest's is the account's now, and the account's is set aside. A guest's value that is
         * too large for the account leaves the account's in its place.
         */
        public static Decision keepGuest() {
            return new Decision(Kind.KEEP_GUEST, Set.of());
        }

        /** As {@link #keepAccount}, but marked as a question that is still to be asked. */
        public static Decision decideLater() {
            return new Decision(Kind.DECIDE_LATER, Set.of());
        }

        /**
         * The same for these attributes only; all others are merged by their rules. Without any, all is merged.
         *
         * @param attributes their names; one that is named twice counts once
         */
        public Decision about(String... attributes) {
            return attributes.length == 0 ? MERGE : new Decision(kind, new LinkedHashSet<>(Arrays.asList(attributes)));
        }

        /** Which way. */
        public Kind kind() {
            return kind;
        }

        /** The names of the attributes that it is about; empty for all. */
        public Set<String> attributes() {
            return names;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Decision that && kind == that.kind && names.equals(that.names);
        }

        @Override
        public int hashCode() {
            return Objects.hash(kind, names);
        }

        @Override
        public String toString() {
            return kind + (names.isEmpty() ? "" : " about " + names);
        }
    }
}
