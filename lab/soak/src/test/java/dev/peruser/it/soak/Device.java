package dev.peruser.it.soak;

import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A browser: one cookie jar, from which several requests are sent at once, so that answers come out of order. */
final class Device {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final String name;
    private final Servers servers;
    private final Tally tally;
    private final Model model;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();
    private volatile Reading lastSeen = Reading.parse("");

    Device(String name, Servers servers, Tally tally, Model model) {
        this.name = name;
        this.servers = servers;
        this.tally = tally;
        this.model = model;
    }

    String name() {
        return name;
    }

    /** What it last saw. */
    Reading lastSeen() {
        return lastSeen;
    }

    void saw(Reading reading) {
        lastSeen = reading;
    }

    /**
     * What came back.
     *
     * @param text the body, if it was acknowledged
     */
    record Reply(Item.Fate fate, String text) {
        boolean isAcknowledged() {
            return fate == Item.Fate.ACKNOWLEDGED;
        }

        /** Who was the visitor, or empty if it isn't known. */
        String visitor() {
            return isAcknowledged() && text.startsWith("V ") ? text.substring(2, text.indexOf('\n')) : "";
        }

        boolean saysTrue() {
            return text.endsWith("R true\n");
        }
    }

    /** Sends an operation to a server that runs. It is never sent twice. */
    Reply send(String operation, String parameters, Random random) throws InterruptedException {
        tally.count(operation);
        Way way = Way.any(operation, random);
        tally.count(way);
        while (true) {
            URI address = servers.address(random.nextInt(servers.count()));
            if (address != null) {
                @Nullable Reply reply = send(request(address, operation, parameters + "&way=" + way));
                if (reply != null) {
                    return reply;
                }
            }
        }
    }

    private HttpRequest request(URI address, String operation, String parameters) {
        URI uri = URI.create(address + "/" + operation + "?device=" + name + parameters);
        return HttpRequest.newBuilder(uri)
                .timeout(LONGEST)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
    }

    /** Returns null if it was certainly not sent. */
    private @Nullable Reply send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return reply(response);
        } catch (ConnectException e) {
            return null; // that server was killed a moment ago
        } catch (IOException e) {
            tally.hit.incrementAndGet();
            tally.unknown.incrementAndGet();
            return new Reply(Item.Fate.UNKNOWN, "");
        }
    }

    private Reply reply(HttpResponse<String> response) {
        String[] told =
                response.headers().firstValue("X-Told").orElse("0 0 0 0").split(" ", -1);
        tally.conflicts.addAndGet(Long.parseLong(told[0]));
        tally.merges.addAndGet(Long.parseLong(told[1]));
        tally.injected.addAndGet(Long.parseLong(told[2]));
        boolean isRefused = told[3].equals("1");
        if (response.statusCode() == 302) {
            tally.acknowledged.incrementAndGet();
            return new Reply(Item.Fate.ACKNOWLEDGED, "");
        }
        if (response.statusCode() == 200) {
            tally.acknowledged.incrementAndGet();
            return new Reply(Item.Fate.ACKNOWLEDGED, response.body());
        }
        if (response.statusCode() != 503) {
            model.violated(
                    Model.Violation.UNEXPLAINED, "status " + response.statusCode() + ": " + firstLine(response.body()));
            return new Reply(Item.Fate.UNKNOWN, "");
        }
        if (told[2].equals("1")) {
            tally.hit.incrementAndGet();
        }
        (isRefused ? tally.refused : tally.unknown).incrementAndGet();
        return new Reply(isRefused ? Item.Fate.REFUSED : Item.Fate.UNKNOWN, "");
    }

    private static String firstLine(String body) {
        return body.lines().findFirst().orElse("");
    }

    /** How many guest cookies it has. */
    int guestCookies() {
        return (int) cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("peruser."))
                .count();
    }

    /** The guest cookies that are bound to a user because a merge could not be made, and those that they cover. */
    List<HttpCookie> boundCookies() {
        List<HttpCookie> all = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("peruser."))
                .toList();
        String covered = all.stream()
                .map(cookie -> cookie.getValue().split("\\.", 3))
                .filter(parts -> parts.length == 3)
                .map(parts -> parts[2])
                .collect(Collectors.joining());
        return all.stream()
                .filter(cookie -> cookie.getValue().contains(".")
                        || covered.contains(cookie.getName().substring("peruser.".length())))
                .toList();
    }

    /**
     * Another browser that has one of the guest cookies, and all that say what was seen. With several it would take
     * what the guest has: cookies are all that says who one is.
     */
    Device copy(Random random) {
        Device copy = new Device(name + "x", servers, tally, model);
        URI address = URI.create("http://localhost/");
        List<HttpCookie> guests = new ArrayList<>();
        for (HttpCookie cookie : cookies.getCookieStore().get(address)) {
            if (cookie.getName().startsWith("peruser.seen.")) {
                copy.add(cookie, address);
            } else if (cookie.getName().startsWith("peruser.")) {
                guests.add(cookie);
            }
        }
        if (!guests.isEmpty()) {
            copy.add(guests.get(random.nextInt(guests.size())), address);
        }
        return copy;
    }

    void add(HttpCookie cookie, URI address) {
        cookies.getCookieStore().add(address, cookie);
    }

    void signedInAs(String user, URI address) {
        HttpCookie who = new HttpCookie("who", user);
        who.setPath("/");
        who.setVersion(0);
        cookies.getCookieStore().add(address, who);
    }
}
