package dev.peruser.it.nearcache;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.servlet.GuestHeader;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * A real Tomcat with the filter and a cart: {@code GET /} reads it, {@code POST /?item=x} adds to it, {@code DELETE /}
 * empties it. The header {@code X-User} says who is signed in. What a browser has seen comes by cookies, or by the
 * header.
 */
final class CartServer implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();

    CartServer(PerUser perUser) throws IOException, LifecycleException {
        LOGGER.setLevel(Level.OFF);
        Path base = Files.createTempDirectory("peruser-tomcat");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", base.toString());
        FilterDef definition = new FilterDef();
        definition.setFilterName("peruser");
        definition.setFilter(PerUserFilter.builder(perUser)
                .visitors(CartServer::visitor)
                .guestHeader(GuestHeader.standard())
                .build());
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("peruser");
        map.addURLPattern("/*");
        map.setDispatcher(DispatcherType.REQUEST.name());
        context.addFilterMap(map);
        Tomcat.addServlet(context, "cart", new CartPage());
        context.addServletMappingDecoded("/", "cart");
        tomcat.getConnector();
        tomcat.start();
    }

    private static Visitor visitor(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("X-User"))
                .map(name -> Visitor.user(UserId.of(name)))
                .orElse(Visitor.guest());
    }

    URI address() {
        return URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/");
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private static final class CartPage extends HttpServlet {
        private static final long serialVersionUID = 1;

        private static UserSession session(HttpServletRequest request) {
            return RequestVisit.of(request).orElseThrow().session();
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .write(session(request).list("cart").stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(",")));
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            session(request).list("cart").add(request.getParameter("item"));
        }

        @Override
        protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
            session(request).list("cart").clear();
        }
    }
}
