package dev.peruser.it.soak;

import dev.peruser.ConflictException;
import dev.peruser.MergeReport;
import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.StoreException;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.servlet.CachePolicy;
import dev.peruser.servlet.HttpSessionAttributes;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * A server process: the real filter in a real Tomcat, with an application whose requests change a session in all ways.
 * It says its port, and ends when its standard input does.
 */
public final class SoakServer {
    private final TroubledStore store;
    private final Application application;
    private final PerUser perUser;
    private final ThreadLocal<Told> told = ThreadLocal.withInitial(Told::new);

    private SoakServer(
            Path folder, TroubledStore store, Duration nearCache, Duration clockAhead, Application application) {
        this.store = store;
        this.application = application;
        PerUser.Builder builder = PerUser.builder(inFrontOf(store, nearCache))
                .attributes(Contents.declared())
                .clock(() -> Instant.now().plus(clockAhead))
                .listener(new Listener());
        if (application.isInRecords()) {
            builder.userRecords(SoakRecords.open(folder, store));
        }
        this.perUser = builder.build();
    }

    private static SessionStore inFrontOf(SessionStore store, Duration nearCache) {
        return nearCache.isZero()
                ? store
                : NearCachedSessionStore.builder(store).maximumAge(nearCache).build();
    }

    /**
     * Starts it.
     *
     * @param arguments the kind of store, a folder for it, the {@linkplain Trouble#arguments trouble}, the
     *     {@linkplain Application#arguments application}, how far this server's clock is ahead, and "older" if it is of
     *     the older version
     */
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset(); // what fails here is meant to fail
        SoakStore kind = SoakStore.named(arguments[0]);
        Path folder = Path.of(arguments[1]);
        SessionStore store = kind.open(folder);
        askOnce(store);
        int own = 2 + Trouble.ARGUMENTS + Application.ARGUMENTS;
        Trouble trouble = Trouble.parse(List.of(arguments).subList(2, 2 + Trouble.ARGUMENTS));
        Application application = Application.parse(List.of(arguments).subList(2 + Trouble.ARGUMENTS, own));
        if (arguments[own + 1].equals("older")) {
            Contents.beOlder();
        }
        new SoakServer(
                        folder,
                        new TroubledStore(store, trouble),
                        trouble.nearCache(),
                        Duration.parse(arguments[own]),
                        application)
                .start();
        while (System.in.read() >= 0) {
            // until whoever started this is gone
        }
        Runtime.getRuntime().halt(0);
    }

    /** As the starter does, so that the first requests don't spend their time on connections. */
    private static void askOnce(SessionStore store) {
        try {
            var unused = store.load(SessionKey.parse("u::nobody"), Deadline.after(Duration.ofSeconds(10)));
        } catch (StoreException e) {
            // the requests will meet it, too
        }
    }

    private void start() throws Exception {
        Tomcat tomcat = new Tomcat();
        Path base = Files.createTempDirectory("peruser-soak");
        base.toFile().deleteOnExit();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("maxThreads", "64");
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        Context context = tomcat.addContext("", base.toString());
        filter(context, "telling", new Telling(), EnumSet.of(DispatcherType.REQUEST));
        filter(
                context,
                "peruser",
                // An answer that is closed would not take the header by which the outer filter tells what it met.
                PerUserFilter.builder(perUser)
                        .visitors(Visitors::visitor)
                        .cacheControl(CachePolicy.APPLICATION)
                        .httpSessionAttributes(HttpSessionAttributes.named(
                                application.isThroughHttpSession() ? ThroughHttpSession.names() : List.of()))
                        .build(),
                EnumSet.allOf(DispatcherType.class));
        Wrapper servlet = Tomcat.addServlet(
                context, "operations", new OperationServlet(store, application.isThroughHttpSession()));
        servlet.setAsyncSupported(true);
        servlet.addMapping("/");
        context.addErrorPage(errorPage());
        tomcat.start();
        Says.say("port " + tomcat.getConnector().getLocalPort());
    }

    private static void filter(Context context, String name, Filter filter, Set<DispatcherType> dispatches) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        dispatches.forEach(dispatch -> map.setDispatcher(dispatch.name()));
        context.addFilterMap(map);
    }

    private static ErrorPage errorPage() {
        ErrorPage page = new ErrorPage();
        page.setErrorCode(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        page.setLocation("/failed");
        return page;
    }

    /** What the engine told of the request on this thread. */
    private static final class Told {
        private int conflicts;
        private int merges;
        private boolean isRefused;
    }

    private final class Listener implements PerUserListener {
        @Override
        public void committed(Duration time, int conflicts, long bytes) {
            told.get().conflicts += conflicts;
        }

        @Override
        public void refused(RuntimeException reason) {
            told.get().isRefused = reason instanceof ConflictException;
        }

        @Override
        public void absorbed(MergeReport report, Absorption how) {
            told.get().merges += report.entries().isEmpty() ? 0 : 1;
        }
    }

    /** Knows who is signed in, by a cookie, and tells the client what the request met. */
    private final class Telling extends HttpFilter {
        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(
                HttpServletRequest request, HttpServletResponse response, jakarta.servlet.FilterChain chain)
                throws IOException, jakarta.servlet.ServletException {
            store.begin();
            told.remove();
            Visitors.readCookie(request);
            response.setBufferSize(256 * 1024);
            try {
                chain.doFilter(request, response);
            } finally {
                KeptSession.end(request);
            }
            if (request.isAsyncStarted()) {
                return;
            }
            Told now = told.get();
            response.setHeader(
                    "X-Told",
                    now.conflicts + " " + now.merges + " " + (store.isFaulted() ? 1 : 0) + " "
                            + (now.isRefused ? 1 : 0));
        }
    }
}
