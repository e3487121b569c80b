package dev.peruser.it.browser;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.RequestVisit;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** A cart on a page that other sites may show in a frame, with nothing but the filter. */
final class SmallShop implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();

    SmallShop(Path folder, GuestCookie cookie) throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", folder.toString());
        FilterDef filter = new FilterDef();
        filter.setFilterName("perUser");
        filter.setFilter(PerUserFilter.builder(
                        PerUser.builder(new InMemorySessionStore()).build())
                .cookie(cookie)
                .build());
        context.addFilterDef(filter);
        FilterMap map = new FilterMap();
        map.setFilterName("perUser");
        map.addURLPattern("/*");
        for (DispatcherType type : DispatcherType.values()) {
            map.setDispatcher(type.name());
        }
        context.addFilterMap(map);
        Tomcat.addServlet(context, "pages", new Pages());
        context.addServletMapping("/", "pages");
        tomcat.start();
    }

    String at(String host) {
        return "http://" + host + ":" + tomcat.getConnector().getLocalPort();
    }

    /** The cart, what adds to it, and where a payment page leads back to. */
    private static final class Pages extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            UserSession session = RequestVisit.of(request).orElseThrow().session();
            response.setContentType("text/html");
            response.getWriter()
                    .print("<!doctype html><p id=cart>" + session.list("cart") + "</p>"
                            + "<form method=post action=/cart><button name=product value=tea>Add tea</button></form>");
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            if (request.getServletPath().equals("/cart")) {
                RequestVisit.of(request).orElseThrow().session().list("cart").add(request.getParameter("product"));
            }
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/cart");
        }
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
