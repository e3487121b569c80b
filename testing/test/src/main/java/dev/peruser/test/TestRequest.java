package dev.peruser.test;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import java.util.List;

/**
 * An open request of a browser.
 *
 * <p>It presents the tokens that the browser has when it begins, and is its visitor's until the visitor signs in or out
 * in it. {@link #end()} saves, and is what the client sees: until then nothing is stored, unless the application
 * commits itself. {@link #close()} ends it, too, so that a request that failed a test is not left open. Several can be
 * open on one thread, and each may be used by one thread at a time.
 */
public final class TestRequest implements AutoCloseable {
    private final TestBrowser browser;
    private final Visit visit;
    private final boolean presentsTokens;
    private volatile Visitor visitor;
    private boolean usesSession;
    private boolean isFailed;
    private boolean isOver;

    TestRequest(TestBrowser browser, PerUser perUser, Visitor visitor) {
        List<GuestToken> tokens = browser.cookies().guestTokens();
        this.browser = browser;
        this.visitor = visitor;
        this.presentsTokens = !tokens.isEmpty();
        this.visit = perUser.newVisit(() -> this.visitor)
                .presenting(tokens)
                .seen(browser.cookies().seen())
                .begin();
    }

    /**
     * The visitor's session.
     *
     * @throws IllegalStateException if the request is over
     */
    public UserSession session() {
        use();
        visit.observe();
        return visit.session();
    }

    /** This user signs in, in the middle of the request, and is signed in in the browser from now on. */
    public void signIn(String name) {
        signIn(UserId.of(name));
    }

    /** As {@link #signIn(String)}, for an id with a realm. */
    public void signIn(UserId id) {
        requireOpen();
        visitorIs(Visitor.user(id));
    }

    /** The user signs out, in the middle of the request; what was changed before is saved. */
    public void signOut() {
        use();
        visit.signedOut();
        visitorIs(Visitor.guest());
    }

    /** The application lets a failure through: nothing that isn't saved yet will be. */
    public void fail() {
        requireOpen();
        isFailed = true;
    }

    /**
     * Ends the request: saves what was changed, carries a guest's session into the account if a user is signed in, and
     * tells the browser of its tokens. Does nothing if it is over.
     *
     * @throws dev.peruser.StoreException if the store fails, like the other exceptions of {@link TestBrowser#request}
     */
    public void end() {
        if (isOver) {
            return;
        }
        isOver = true;
        try {
            if (!isFailed && isNeeded()) {
                visit.observe();
                visit.commit();
            }
        } finally {
            browser.cookies().keep(visit.takeTokenChanges(), visit.takeConsistencyTokenChanges());
            visit.responseCommitted();
            visit.leaveThread();
            visit.end();
        }
    }

    /** As {@link #end()}. */
    @Override
    public void close() {
        end();
    }

    /** Who doesn't use the session needs none, but for a user whose browser has something of a guest. */
    private boolean isNeeded() {
        return usesSession || (presentsTokens && visitor.user().isPresent());
    }

    private void use() {
        requireOpen();
        usesSession = true;
        visit.enterThread();
    }

    private void requireOpen() {
        if (isOver) {
            throw new IllegalStateException("this request is over: begin another one");
        }
    }

    private void visitorIs(Visitor now) {
        visitor = now;
        browser.visitorIs(now);
    }
}
