package dev.peruser.it.docs;

import dev.peruser.PerUser;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.nio.file.Path;
import java.util.EnumSet;

// snippet:servlet-set-up
@WebListener
public final class SessionSetUp implements ServletContextListener {
    private EmbeddedSessionStore store;
    private PerUser perUser;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Path file = Path.of(event.getServletContext().getInitParameter("session-file"));
        store = EmbeddedSessionStore.open(file);
        perUser = PerUser.builder(store).build();
        perUser.start();
        FilterRegistration.Dynamic filter = event.getServletContext().addFilter("perUser", new PerUserFilter(perUser));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        perUser.close();
        store.close();
    }
}
// end
