package dev.peruser.it.docs;

import dev.peruser.StoreException;
import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

// snippet:account-data
record AccountData(DataSource database, String name) implements UserRecord.Versioned {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Override
    public Optional<Snapshot> loadSessionData(Deadline deadline) {
        String sql = "SELECT session_data, session_version FROM account WHERE name = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Map<String, Object> data = JSON.readValue(row.getString(1), new TypeReference<>() {});
                return Optional.of(new Snapshot(data, row.getLong(2)));
            }
        } catch (SQLException e) {
            throw new StoreException("the account's session data could not be read", e);
        }
    }

    @Override
    public boolean storeSessionData(Map<String, Object> data, long expectedVersion, Deadline deadline) {
        String sql = "UPDATE account SET session_data = ?, session_version = session_version + 1"
                + " WHERE name = ? AND session_version = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, JSON.writeValueAsString(data));
            update.setString(2, name);
            update.setLong(3, expectedVersion);
            return update.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new StoreException("it is unknown whether the account's session data was stored", e);
        }
    }
}
// end
