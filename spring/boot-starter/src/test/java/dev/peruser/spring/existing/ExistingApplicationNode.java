package dev.peruser.spring.existing;

import dev.peruser.it.servers.HttpBrowser;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One server of the application. */
final class ExistingApplicationNode implements AutoCloseable {
    static final String SERVED = "--peruser.http-session.attributes=cart,wishes,scopedTarget.basket";

    private final ConfigurableApplicationContext context;

    private ExistingApplicationNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static ExistingApplicationNode start(String database, List<Class<?>> more, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--test.database=" + database,
                "--peruser.store=jdbc",
                "--peruser.deadline=30s", // what is asked here is whether all is kept, however busy the machine is
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn"));
        arguments.addAll(List.of(properties));
        SpringApplicationBuilder application = new SpringApplicationBuilder(ExistingApplication.class);
        application.sources(more.toArray(new Class<?>[0]));
        return new ExistingApplicationNode(application.run(arguments.toArray(new String[0])));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Client browser() {
        return new Client();
    }

    @Override
    public void close() {
        context.close();
    }

    /** A browser. */
    final class Client extends HttpBrowser {
        private Client() {
            super(Integer.parseInt(context.getEnvironment().getProperty("local.server.port")));
        }

        Client change(String path) {
            HttpResponse<String> answer = post(path);
            if (answer.statusCode() >= 400) {
                throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return this;
        }

        Client signIn() {
            post("/login?username=ada&password=pw");
            return this;
        }

        Client signOut() {
            post("/logout");
            return this;
        }

        /** All three. */
        String shows() {
            return text("/cart") + text("/wishes") + text("/basket");
        }
    }
}
