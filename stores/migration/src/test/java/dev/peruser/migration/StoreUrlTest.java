package dev.peruser.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.StoreException;
import dev.peruser.store.SessionStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreUrlTest {

    @Test
    void clusterUrls_haveSeveralNodes() {
        SessionStore store = StoreUrl.open("redis-cluster://user:secret@127.0.0.1:1,127.0.0.1:2", Optional.empty());
        try {
            assertThat(store.getClass().getSimpleName()).isEqualTo("RedisSessionStore");
        } finally {
            Closing.close(store);
        }
    }

    @Test
    void urlThatCantBeUsed_isRefused_withoutSayingIt(@TempDir Path folder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUrl.open("mongodb://secret", Optional.empty()))
                .withMessageContaining("a store's URL begins with")
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUrl.open("jdbc:unknown:secret", Optional.empty()))
                .withMessageContaining("no JDBC driver")
                .withMessageNotContaining("secret");
        String missing = "jdbc:sqlite:" + folder.resolve("peruser.db");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> StoreUrl.open(missing, Optional.empty()))
                .withMessageContaining("there is no file");
    }
}
