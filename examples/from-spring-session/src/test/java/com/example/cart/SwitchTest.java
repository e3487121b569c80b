package com.example.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Live carts, through the switch to PerUser and back. */
abstract class SwitchTest {
    private ConfigurableApplicationContext application;

    /** Where the sessions are. */
    abstract List<String> place();

    abstract List<String> profiles();

    private ConfigurableApplicationContext restart(String... more) {
        stop();
        List<String> profiles = new ArrayList<>(profiles());
        profiles.addAll(List.of(more));
        List<String> arguments = new ArrayList<>(place());
        arguments.add("--server.port=0");
        arguments.add("--peruser.deadline=30s"); // however busy the machine is
        application = new SpringApplicationBuilder(CartApplication.class)
                .profiles(profiles.toArray(new String[0]))
                .run(arguments.toArray(new String[0]));
        return application;
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
    }

    private boolean isInTheAccount() {
        return application.getBean(PerUser.class).withSession(UserId.of("ada"), session -> session.contains("cart"));
    }

    @Test
    void liveCarts_areInTheAccountAfterTheSwitch_andInTheHttpSessionAfterTheWayBack() throws Exception {
        ConfigurableApplicationContext before = restart();
        Browser guest = new Browser().at(before).add("tea").add("tea");
        Browser phone = new Browser().at(before).signIn().add("tea").add("mug");
        Browser other = new Browser().at(before).add("pot");

        ConfigurableApplicationContext switched = restart("peruser");
        assertThat(guest.at(switched).cart()).isEqualTo("[tea 2]");
        assertThat(phone.at(switched).cart()).isEqualTo("[tea 1, mug 1]");
        assertThat(guest.signIn().cart()).isEqualTo("[tea 3, mug 1]");
        assertThat(phone.cart()).isEqualTo("[tea 3, mug 1]");
        assertThat(phone.signOut().cart()).isEqualTo("[]");

        ConfigurableApplicationContext back = restart("back");
        assertThat(guest.at(back).cart()).isEqualTo("[tea 3, mug 1]");
        assertThat(isInTheAccount()).isTrue();
        assertThat(guest.add("tea").cart()).isEqualTo("[tea 4, mug 1]");
        assertThat(isInTheAccount()).isFalse();
        assertThat(phone.at(back).signIn().cart()).isEqualTo("[]");
        assertThat(other.at(back).cart()).isEqualTo("[pot 1]");

        ConfigurableApplicationContext again = restart("peruser");
        assertThat(guest.at(again).cart()).isEqualTo("[tea 4, mug 1]");
        assertThat(phone.at(again).cart()).isEqualTo("[tea 4, mug 1]");
        assertThat(other.at(again).signIn().cart()).isEqualTo("[tea 4, mug 1, pot 1]");
    }

    @Test
    void aGuestWhoSignsInOnTheWayBack_takesNothingFromTheAccount() throws Exception {
        ConfigurableApplicationContext switched = restart("peruser");
        Browser guest = new Browser().at(switched).add("tea");
        Browser phone = new Browser().at(switched).signIn().add("mug");
        ConfigurableApplicationContext back = restart("back");
        assertThat(guest.at(back).cart()).isEqualTo("[tea 1]");
        assertThat(guest.signIn().cart()).isEqualTo("[tea 1]");
        assertThat(guest.cart()).isEqualTo("[tea 1]");
        assertThat(phone.at(back).cart()).contains("mug 1");
    }

    @Test
    void firstRequestsAfterTheSwitch_inParallel_takeTheCartOnce() throws Exception {
        ConfigurableApplicationContext before = restart();
        List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            browsers.add(new Browser().at(before).add("tea"));
        }
        ConfigurableApplicationContext switched = restart("peruser");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Browser browser : browsers) {
                browser.at(switched);
                List<Callable<Browser>> requests =
                        List.of(() -> browser.add("a"), () -> browser.add("b"), () -> browser.add("c"), () -> browser.add("tea"));
                for (Future<Browser> done : threads.invokeAll(requests)) {
                    done.get();
                }
                assertThat(browser.cart()).contains("tea 2", "a 1", "b 1", "c 1");
            }
        } finally {
            threads.shutdown();
        }
    }
}
