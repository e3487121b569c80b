package dev.peruser.it.docs;

import dev.peruser.StoreException;
import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

// snippet:entity-data
record EntityData(EntityManagerFactory entities, String name) implements UserRecord.Versioned {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Override
    public Optional<Snapshot> loadSessionData(Deadline deadline) {
        try {
            return entities.callInTransaction(manager -> {
                Account account = manager.find(Account.class, name);
                return Optional.ofNullable(account)
                        .map(found -> new Snapshot(
                                JSON.readValue(found.sessionData, new TypeReference<>() {}), found.version));
            });
        } catch (PersistenceException e) {
            throw new StoreException("the account's session data could not be read", e);
        }
    }

    @Override
    public boolean storeSessionData(Map<String, Object> data, long expectedVersion, Deadline deadline) {
        try {
            return entities.callInTransaction(manager -> {
                Account account = manager.find(Account.class, name, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
                boolean isExpected = account != null && account.version == expectedVersion;
                if (isExpected) {
                    account.sessionData = JSON.writeValueAsString(data);
                } else {
                    manager.getTransaction().setRollbackOnly();
                }
                return isExpected;
            });
        } catch (PersistenceException e) {
            if (e instanceof OptimisticLockException || e.getCause() instanceof OptimisticLockException) {
                return false; // another changed the account between the look at its version and the commit
            }
            throw new StoreException("it is unknown whether the account's session data was stored", e);
        }
    }
}
// end
