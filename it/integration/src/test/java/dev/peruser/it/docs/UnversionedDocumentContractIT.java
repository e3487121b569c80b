package dev.peruser.it.docs;

import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import dev.peruser.store.tck.UserRecordContract;
import java.util.Map;
import java.util.Optional;

/** A record without a version keeps the rest of the contract: within one process nothing is lost there, either. */
class UnversionedDocumentContractIT extends UserRecordContract {
    private final Documents documents = new Documents();

    private record Unversioned(Documents documents) implements UserRecord.Unversioned {
        @Override
        public Optional<Map<String, Object>> loadSessionData(Deadline deadline) {
            return documents.find("ada", deadline).map(found -> UserRecord.fromJson(found.text()));
        }

        @Override
        public void storeSessionData(Map<String, Object> data, Deadline deadline) {
            documents.put("ada", UserRecord.toJson(data));
        }
    }

    @Override
    protected UserRecord openEmpty() {
        documents.put("ada", "{}");
        return open();
    }

    @Override
    protected UserRecord open() {
        return new Unversioned(documents);
    }
}
