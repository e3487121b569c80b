package dev.peruser.it.docs;

import dev.peruser.UserRecord;
import dev.peruser.store.tck.UserRecordContract;

/** The example of a record of one's own in docs/guide/data-within-the-user.md keeps the contract. */
class DocumentDataContractIT extends UserRecordContract {
    private final Documents documents = new Documents();

    @Override
    protected UserRecord openEmpty() {
        documents.put("ada", "{}");
        return open();
    }

    @Override
    protected UserRecord open() {
        return new DocumentData(documents, "ada");
    }
}
