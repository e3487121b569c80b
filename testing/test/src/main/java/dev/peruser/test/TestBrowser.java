package dev.peruser.test;

import dev.peruser.ConflictException;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's browser, on one device: keeps its guest tokens as a browser keeps cookies, and stays signed in until it
 * signs out. Made by {@link TestPerUser#guest()} and {@link TestPerUser#user(String)}. Safe for use by many threads.
 */
public final class TestBrowser {
    private final PerUser perUser;
    private final BrowserCookies cookies;
    private volatile Visitor visitor;

    TestBrowser(PerUser perUser, InstantSource clock, Visitor visitor) {
        this.perUser = perUser;
        this.cookies = new BrowserCookies(clock, perUser.guestIdle());
        this.visitor = visitor;
    }

    /**
     * One request: works with the session, and saves what was changed, also if the work throws something that is not
     * the store's failure. What this throws would be the visitor's 503 or 500.
     *
     * @throws StoreException if the store fails or is too slow; nothing is saved
     * @throws ConflictException if the changes could not be brought together with others' until the deadline
     * @throws dev.peruser.SessionDataException if a value can't be stored
     */
    public void request(Consumer<UserSession> work) {
        ask(session -> {
            work.accept(session);
            return null;
        });
    }

    /** As {@link #request}, with an answer. */
    public <T extends @Nullable Object> T ask(Function<UserSession, T> work) {
        try (TestRequest request = begin()) {
            return answer(request, work);
        }
    }

    private static <T extends @Nullable Object> T answer(TestRequest request, Function<UserSession, T> work) {
        try {
            return work.apply(request.session());
        } catch (StoreException | ConflictException e) {
            request.fail();
            throw e;
        }
    }

    /** Begins a request, which is open until {@link TestRequest#end()}: to let others come in between. */
    public TestRequest begin() {
        return new TestRequest(this, perUser, visitor);
    }

    /** A request in which this user signs in. What the browser has of a guest is carried into the account. */
    public void signIn(String name) {
        signIn(UserId.of(name));
    }

    /** As {@link #signIn(String)}, for an id with a realm. */
    public void signIn(UserId id) {
        try (TestRequest request = begin()) {
            request.signIn(id);
        }
    }

    /** A request in which the user signs out: from then on the visitor is a guest with an empty session. */
    public void signOut() {
        try (TestRequest request = begin()) {
            request.signOut();
        }
    }

    /** The guest tokens that the next request presents; empty if the browser has no guest's cookie. */
    public List<GuestToken> guestTokens() {
        return cookies.guestTokens();
    }

    /** The visitor deletes the cookies: as a guest, they are somebody new. A user stays signed in. */
    public void deleteCookies() {
        cookies.clear();
    }

    BrowserCookies cookies() {
        return cookies;
    }

    void visitorIs(Visitor now) {
        visitor = now;
    }
}
