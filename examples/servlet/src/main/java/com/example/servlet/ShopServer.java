package com.example.servlet;

import dev.peruser.PerUser;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;

/** Tomcat, PerUser's filter before everything else, and the servlets. */
public final class ShopServer implements AutoCloseable {
    private final EmbeddedSessionStore store;
    private final PerUser perUser;
    private final Tomcat tomcat = new Tomcat();

    ShopServer(int port, Path sessions) throws Exception {
        store = EmbeddedSessionStore.open(sessions);
        perUser = PerUser.builder(store).attribute(Cart.CART).build();
        perUser.start(); // removes expired sessions

        Path base = Files.createTempDirectory("tomcat");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(port);
        tomcat.getConnector(); // makes one
        Context context = tomcat.addContext("", base.toString());
        Rfc6265CookieProcessor cookies = new Rfc6265CookieProcessor();
        cookies.setSameSiteCookies("lax"); // so that forms of other sites are sent without who is signed in
        context.setCookieProcessor(cookies);
        addFilter(context, PerUserFilter.builder(perUser).visitors(SignIn::visitor).build());
        addServlet(context, "/cart", new CartServlet());
        addServlet(context, "/sign-in", new SignIn());
        addServlet(context, "/sign-out", new SignOut());
        tomcat.start();
    }

    private static void addFilter(Context context, PerUserFilter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("perUser");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("perUser");
        map.addURLPattern("/*");
        for (DispatcherType type : DispatcherType.values()) {
            map.setDispatcher(type.name());
        }
        context.addFilterMap(map);
    }

    private static void addServlet(Context context, String path, HttpServlet servlet) {
        Tomcat.addServlet(context, path, servlet).addMapping(path);
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    public static void main(String[] arguments) throws Exception {
        new ShopServer(8080, Path.of("data", "peruser.db")).tomcat.getServer().await();
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        perUser.close();
        store.close();
    }
}
