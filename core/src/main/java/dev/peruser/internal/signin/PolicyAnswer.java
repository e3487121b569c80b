package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.SignInPolicy;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.storage.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link SignInPolicy} says of one absorb, however often that begins again: it is asked once at most. */
final class PolicyAnswer {
    private final EngineContext engine;
    private final Supplier<Optional<String>> place;
    private @Nullable Decision decision;

    PolicyAnswer(EngineContext engine, Supplier<Optional<String>> place) {
        this.engine = engine;
        this.place = place;
    }

    /**
     * What is to be set aside of two sessions.
     *
     * @throws RuntimeException if the policy throws
     */
    Aside aside(Snapshot to, Snapshot from) {
        Optional<SignInPolicy> policy = engine.settings().signInPolicy();
        boolean isSignIn = from.location().isGuest() && !to.location().isGuest();
        if (policy.isEmpty() || !isSignIn) {
            return Aside.NOTHING;
        }
        Set<String> guest = names(from.content());
        if (guest.isEmpty()) {
            return Aside.NOTHING;
        }
        SignInPolicy.SignIn signIn = new SignInPolicy.SignIn(place.get(), names(to.attributes()), guest);
        if (decision == null) {
            decision = ask(policy.get(), signIn);
        }
        return decision.kind() == Decision.Kind.MERGE ? Aside.NOTHING : new Aside(decision, Map.of());
    }

    private static Decision ask(SignInPolicy policy, SignInPolicy.SignIn signIn) {
        @Nullable Decision said;
        try {
            said = policy.decide(signIn);
        } catch (StackOverflowError | LinkageError | AssertionError e) {
            throw new IllegalStateException(
                    "the sign-in policy failed with a " + e.getClass().getName(), e);
        }
        if (said == null) {
            throw new IllegalStateException("the sign-in policy returned null: return Decision.merge() to merge");
        }
        return said;
    }

    private Set<String> names(Map<String, byte[]> attributes) {
        return StoredAttribute.unexpired(attributes, engine.storage().now()).keySet().stream()
                .filter(Attribute::isCarried)
                .collect(Collectors.toSet());
    }
}
