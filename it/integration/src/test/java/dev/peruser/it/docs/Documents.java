package dev.peruser.it.docs;

import dev.peruser.store.Deadline;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The client of a database that has no SQL, in memory. */
final class Documents {
    private final Map<String, Document> documents = new ConcurrentHashMap<>();

    /** What is stored. */
    record Document(String text, long revision) {}

    Optional<Document> find(String id, Deadline deadline) {
        return Optional.ofNullable(documents.get(id));
    }

    boolean replace(String id, String text, long expectedRevision, Deadline deadline) {
        Document present = documents.get(id);
        return present != null
                && present.revision() == expectedRevision
                && documents.replace(id, present, new Document(text, expectedRevision + 1));
    }

    void put(String id, String text) {
        documents.put(id, new Document(text, 0));
    }
}
