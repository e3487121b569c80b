package dev.peruser.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** Applications with a database of their own have neither SQLite's driver nor HikariCP. */
class WithoutSqliteTest {

    @Test
    void store_worksWithoutTheEmbeddedDatabasesParts() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("sqlite") && !entry.contains("Hikari")) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method use = loader.loadClass(Use.class.getName()).getDeclaredMethod("saves");
            use.setAccessible(true);
            assertThat(use.invoke(null)).isEqualTo("APPLIED");
        }
    }

    /** Runs in a class loader of its own. */
    static final class Use {
        private Use() {}

        static String saves() {
            JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
            try (JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
                return store.save(Sessions.USER, Sessions.create("text"), Sessions.patience())
                        .name();
            } finally {
                pool.dispose();
            }
        }
    }
}
