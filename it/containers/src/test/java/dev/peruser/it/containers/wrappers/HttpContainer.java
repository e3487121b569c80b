package dev.peruser.it.containers.wrappers;

import dev.peruser.servlet.PerUserFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** A real container without a framework, with one servlet and an error page. */
record HttpContainer(int port, AutoCloseable server) implements Container {
    /** Kept, because loggers that nobody holds lose their level. */
    private static final List<Logger> SILENT = new CopyOnWriteArrayList<>();

    private static final class All extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient Probes probes;

        All(Probes probes) {
            this.probes = probes;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            probes.serve(request, response);
        }
    }

    static HttpContainer tomcat(Probes probes, PerUserFilter filter) throws Exception {
        silence("org.apache");
        silence("dev.peruser");
        Path base = Files.createTempDirectory("peruser-tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        StandardHost host = (StandardHost) tomcat.getHost();
        host.setErrorReportValveClass(null);
        ErrorReportValve report = new ErrorReportValve();
        report.setShowReport(false); // stack traces differ
        host.getPipeline().addValve(report);
        for (String path : List.of(WITH, WITHOUT)) {
            Context context = tomcat.addContext(path, base.toString());
            silence("org.apache.catalina.core.ContainerBase.[Tomcat].[localhost].[" + path + "]");
            add("outermost", probes, context);
            if (path.equals(WITH)) {
                add("peruser", filter, context);
            }
            Wrapper wrapper = Tomcat.addServlet(context, "all", new All(probes));
            wrapper.setAsyncSupported(true);
            wrapper.addMapping("/");
            ErrorPage page = new ErrorPage();
            page.setLocation("/error");
            context.addErrorPage(page);
        }
        tomcat.start();
        return new HttpContainer(tomcat.getConnector().getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    /** Thousands of requests fail on purpose. */
    private static void silence(String name) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(Level.OFF);
        SILENT.add(logger);
    }

    private static void add(String name, Filter filter, Context context) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        for (DispatcherType type : DispatcherType.values()) {
            map.setDispatcher(type.name());
        }
        context.addFilterMap(map);
    }

    static HttpContainer jetty(Probes probes, PerUserFilter filter) throws Exception {
        silence("dev.peruser");
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        jetty.addConnector(connector);
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        for (String path : List.of(WITH, WITHOUT)) {
            ServletContextHandler context = new ServletContextHandler(path, ServletContextHandler.SESSIONS);
            add(probes, context);
            if (path.equals(WITH)) {
                add(filter, context);
            }
            ServletHolder holder = new ServletHolder(new All(probes));
            holder.setAsyncSupported(true);
            context.addServlet(holder, "/");
            ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
            pages.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, "/error");
            pages.setShowOrigin(false); // it has a random number
            context.setErrorHandler(pages);
            contexts.addHandler(context);
        }
        jetty.setHandler(contexts);
        jetty.start();
        return new HttpContainer(connector.getLocalPort(), jetty::stop);
    }

    private static void add(Filter filter, ServletContextHandler context) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
    }

    @Override
    public Map<String, String> send(String application, String id, State state, Call call) {
        return RawClient.get(
                port,
                application + "/probe?id=" + id + "&state=" + state + "&call="
                        + URLEncoder.encode(call.name(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
