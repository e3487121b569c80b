package dev.peruser.it.docs;

import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import java.util.Map;
import java.util.Optional;

// snippet:document-data
record DocumentData(Documents documents, String id) implements UserRecord.Versioned {
    @Override
    public Optional<Snapshot> loadSessionData(Deadline deadline) {
        return documents
                .find(id, deadline)
                .map(found -> new Snapshot(UserRecord.fromJson(found.text()), found.revision()));
    }

    @Override
    public boolean storeSessionData(Map<String, Object> data, long expectedVersion, Deadline deadline) {
        return documents.replace(id, UserRecord.toJson(data), expectedVersion, deadline);
    }
}
// end
