package dev.peruser.it.soak;

import dev.peruser.ConflictException;
import dev.peruser.MergeReport;
import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.Step;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * A server process: the real filter in a real Tomcat, with an application whose requests change a session in all ways.
 * It says its port, and ends when its standard input does.
 */
public final class SoakServer {
    private static final String WHO = "who";
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("dev.peruser"), Logger.getLogger("org.apache"));

    private final TroubledStore store;
    private final PerUser perUser;
    private final ThreadLocal<Told> told = ThreadLocal.withInitial(Told::new);

    private SoakServer(TroubledStore store) {
        this.store = store;
        this.perUser = PerUser.builder(store)
                .attributes(Contents.ALL)
                .listener(new Listener())
                .build();
    }

    /**
     * Starts it.
     *
     * @param arguments the kind of store, and a folder for it
     */
    public static void main(String[] arguments) throws Exception {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
        SoakStore kind = SoakStore.named(arguments[0]);
        new SoakServer(new TroubledStore(kind.open(Path.of(arguments[1])))).start();
        while (System.in.read() >= 0) {
            // until whoever started this is gone
        }
        Runtime.getRuntime().halt(0);
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
        filter(context, "telling", new Telling());
        filter(context, "peruser", new PerUserFilter(perUser, SoakServer::visitor, GuestCookie.standard()));
        Tomcat.addServlet(context, "operations", new Operations()).addMapping("/");
        tomcat.start();
        Says.say("port " + tomcat.getConnector().getLocalPort());
    }

    private static void filter(Context context, String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        map.setDispatcher(DispatcherType.REQUEST.name());
        context.addFilterMap(map);
    }

    private static Visitor visitor(HttpServletRequest request) {
        String who = who(request);
        return who.isEmpty() ? Visitor.guest() : Visitor.user(UserId.of(who));
    }

    private static String who(HttpServletRequest request) {
        Object who = request.getAttribute(WHO);
        return who == null ? "" : (String) who;
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
            for (Cookie cookie : request.getCookies() == null ? new Cookie[0] : request.getCookies()) {
                if (cookie.getName().equals(WHO)) {
                    request.setAttribute(WHO, cookie.getValue());
                }
            }
            response.setBufferSize(256 * 1024);
            chain.doFilter(request, response);
            Told now = told.get();
            response.setHeader(
                    "X-Told",
                    now.conflicts + " " + now.merges + " " + (store.isFaulted() ? 1 : 0) + " "
                            + (now.isRefused ? 1 : 0));
        }
    }

    private final class Operations extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String operation = request.getServletPath().substring(1);
            if (operation.equals("trouble")) {
                store.trouble(request.getParameter("on") != null);
            } else if (operation.equals("kill-at")) {
                store.killAt(Step.valueOf(request.getParameter("step")));
            } else {
                UserSession session = RequestVisit.of(request).orElseThrow().session();
                String answer = new Operation(request, response, session).run(operation);
                response.setContentType("text/plain");
                response.getWriter().write(answer);
            }
        }
    }

    /** One request. */
    private record Operation(HttpServletRequest request, HttpServletResponse response, UserSession session) {

        private String tag() {
            String who = who(request);
            return who.isEmpty() ? "g" + request.getParameter("device") : who;
        }

        private String id(String parameter) {
            return request.getParameter(parameter) + "@" + tag();
        }

        private String item() {
            return request.getParameter("item");
        }

        String run(String name) {
            String as = "V " + tag() + "\n";
            return switch (name) {
                case "read" -> as + Contents.text(session);
                case "add" -> {
                    Contents.add(session, id("op"));
                    yield as;
                }
                case "add-late" -> {
                    var unused = session.get(Contents.CART);
                    LockSupport.parkNanos(Duration.ofMillis(10 + Integer.parseInt(request.getParameter("op")) % 40)
                            .toNanos());
                    Contents.add(session, id("op"));
                    yield as;
                }
                case "add-update" -> {
                    String id = id("op");
                    session.update(newest -> Contents.add(newest, id));
                    yield as;
                }
                case "remove" -> {
                    boolean[] isRemoved = {false};
                    if (tag().equals(request.getParameter("as"))) {
                        session.update(newest -> isRemoved[0] = Contents.remove(newest, item()));
                    }
                    yield as + "R " + isRemoved[0] + "\n";
                }
                case "quantity" ->
                    as + "R " + Contents.quantity(session, item(), Long.parseLong(request.getParameter("op"))) + "\n";
                case "shelve" -> {
                    Contents.shelve(session, id("op"));
                    yield as;
                }
                case "unshelve" -> as + "R " + Contents.unshelve(session, item()) + "\n";
                case "flash" -> {
                    session.put(Contents.FLASH, new Contents.Flash(id("op"), System.currentTimeMillis()));
                    yield as;
                }
                case "check-out" -> {
                    String id = id("op");
                    if (tag().equals(request.getParameter("as"))) {
                        session.update(newest -> Contents.checkOut(newest, id));
                    }
                    yield as;
                }
                case "archive" -> as + "R " + Contents.archive(session, item()) + "\n";
                case "report" -> {
                    var unused = session.takeMergeReport();
                    yield as;
                }
                case "sign-in" -> {
                    become(request.getParameter("as"));
                    yield "V " + tag() + "\n";
                }
                case "sign-out" -> {
                    RequestVisit.of(request).orElseThrow().signedOut();
                    become("");
                    yield "V " + tag() + "\n";
                }
                case "switch" -> {
                    Contents.add(session, id("op"));
                    become(request.getParameter("as"));
                    Contents.add(session, id("op2"));
                    yield "V " + tag() + "\n";
                }
                case "forget" -> {
                    Contents.add(session, id("op"));
                    request.setAttribute(WHO, null); // as a security context that is cleared before the commit
                    yield as;
                }
                default -> throw new IllegalArgumentException(name);
            };
        }

        private void become(String user) {
            request.setAttribute(WHO, user.isEmpty() ? null : user);
            Cookie cookie = new Cookie(WHO, user);
            cookie.setPath("/");
            cookie.setMaxAge(user.isEmpty() ? 0 : 86_400);
            response.addCookie(cookie);
        }
    }
}
