package dev.peruser.store.jdbc;

import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            JdbcConnectionPool pool = LocalDatabases.h2("");
            try (JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
                return store.save(USER, creation("text"), patience()).name();
            } finally {
                pool.dispose();
            }
        }
    }
}
