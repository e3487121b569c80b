package dev.peruser.servlet.guest;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.Visit;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;

/**
 * The guests' tokens of one request: what its client presents, and how it is told of changes. Taken from the request at
 * once: by the time another thread needs them, the request may be over, and its object another's. Immutable.
 */
public interface PresentedGuests {

    /** Whether there is what may be a guest's token: that is quicker to tell than the tokens. */
    boolean hasTokens();

    /** The tokens. Anything malformed counts as not there. */
    List<GuestToken> tokens();

    /** What the client has seen. */
    List<ConsistencyToken> seen();

    /** Whether another site may have sent the request without what the client would have presented itself. */
    boolean isForeign();

    /**
     * Tells the client of changes.
     *
     * @param age how long it is to keep tokens
     */
    void tell(Visit.TokenChanges changes, Duration age, HttpServletResponse response);

    /** Tells the client of changes. */
    void tell(Visit.ConsistencyTokenChanges changes, HttpServletResponse response);

    /**
     * Tells a visit what is presented.
     *
     * @param recalls whether consistency tokens are of use
     */
    default Visit.Builder present(Visit.Builder visit, boolean recalls) {
        List<GuestToken> tokens = hasTokens() ? tokens() : List.of();
        Visit.NewGuests newGuests = isForeign() && tokens.isEmpty() ? Visit.NewGuests.REFUSED : Visit.NewGuests.WELCOME;
        return visit.presenting(tokens).newGuests(newGuests).seen(recalls ? seen() : List.of());
    }
}
