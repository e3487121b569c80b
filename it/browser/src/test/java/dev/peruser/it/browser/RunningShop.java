package dev.peruser.it.browser;

import dev.peruser.shop.ShopApplication;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop, as anybody starts it, on a free port and with data of its own. */
final class RunningShop implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private RunningShop(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts the shop on what is in a folder, which may be empty. */
    static RunningShop on(Path data) {
        return new RunningShop(SpringApplication.run(
                ShopApplication.class,
                "--server.port=0",
                "--peruser.embedded.path=" + data.resolve("peruser.db"),
                "--shop.accounts-file=" + data.resolve("accounts.json")));
    }

    String address() {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    @Override
    public void close() {
        context.close();
    }
}
