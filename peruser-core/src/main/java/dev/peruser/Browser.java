package dev.peruser;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the browser of one request presented, and what it is to be told. */
record Browser(GuestTokens tokens, Sightings sightings, Visit.NewGuests newGuests, Optional<GuestRecord> guestRecord) {
    static Browser presenting(
            Collection<GuestToken> tokens, Collection<Sighting> sightings, Visit.NewGuests newGuests) {
        return new Browser(new GuestTokens(tokens), new Sightings(sightings), newGuests, Optional.empty());
    }

    static Browser withOwnPlace(GuestRecord guestRecord, Collection<Sighting> sightings, Visit.NewGuests newGuests) {
        return new Browser(new GuestTokens(List.of()), new Sightings(sightings), newGuests, Optional.of(guestRecord));
    }
}
