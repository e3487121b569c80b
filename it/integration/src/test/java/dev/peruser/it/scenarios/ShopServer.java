package dev.peruser.it.scenarios;

import dev.peruser.PerUser;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The shop in a real server, on a store. */
final class ShopServer implements AutoCloseable {
    private final FailingSessionStore store;
    private final ConfigurableApplicationContext context;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ShopServer(SessionStore store, String... properties) {
        this(store, UnaryOperator.identity(), properties);
    }

    /**
     * A shop with something between the engine and the store that the tests watch.
     *
     * @param inFront makes it
     */
    ShopServer(SessionStore store, UnaryOperator<SessionStore> inFront, String... properties) {
        this.store = FailingSessionStore.of(store);
        SessionStore used = inFront.apply(this.store);
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--peruser.purge-every=1d"));
        List.of(properties).forEach(property -> arguments.add("--" + property));
        this.context = new SpringApplicationBuilder(ShopApplication.class)
                .initializers((GenericApplicationContext started) ->
                        started.registerBean("sessionStore", SessionStore.class, () -> used))
                .run(arguments.toArray(String[]::new));
    }

    FailingSessionStore store() {
        return store;
    }

    PerUser perUser() {
        return context.getBean(PerUser.class);
    }

    CartRule cartRule() {
        return context.getBean(CartRule.class);
    }

    Gates gates() {
        return context.getBean(Gates.class);
    }

    /** How often something was changed too late to be saved. */
    int lateChanges() {
        return context.getBean(ShopApplication.LateChanges.class).found.get();
    }

    Accounts accounts() {
        return context.getBean(Accounts.class);
    }

    ShopBrowser browser() {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return new ShopBrowser(client, URI.create("http://localhost:" + port));
    }

    @Override
    public void close() {
        context.close();
    }
}
