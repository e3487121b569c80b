package dev.peruser.it.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One of the requests that a device has under way: chooses an operation, sends it, and tells the model. */
final class Tab {
    /** Above it more is taken away than added. */
    private static final int CART_SIZE = 25;

    private static final int SHOWN_OLD_COOKIES = 4;

    /** What is clicked on. */
    static final List<String> PRODUCTS = List.of("p0", "p1", "p2");

    private final Device device;
    private final Model model;
    private final List<String> users;
    private final Random random;

    Tab(Device device, Model model, List<String> users, long seed) {
        this.device = device;
        this.model = model;
        this.users = users;
        this.random = new Random(seed);
    }

    /** One request. */
    void act() throws InterruptedException {
        Reading seen = device.lastSeen();
        boolean isFull = seen.cart().size() + seen.shelf().size() > CART_SIZE;
        int choice = random.nextInt(1_000);
        if (choice < 160) {
            read();
        } else if (choice < 190) {
            mark();
        } else if (choice < 240) {
            click();
        } else if (choice < (isFull ? 260 : 420)) {
            add(random.nextInt(3) == 0 ? "add-update" : random.nextInt(6) == 0 ? "add-late" : "add");
        } else if (choice < 520) {
            // Not by guests: removed by a late request, what is counted may be removed for something already gone.
            take(
                    "remove",
                    seen.isGuests() ? List.of() : new ArrayList<>(seen.cart().keySet()),
                    seen.visitor());
        } else if (choice < 640) {
            quantity(new ArrayList<>(seen.cart().keySet()));
        } else if (choice < (isFull ? 660 : 740)) {
            add("shelve");
        } else if (choice < 820) {
            take("unshelve", seen.shelf(), seen.visitor());
        } else if (choice < 850) {
            flash();
        } else if (choice < 890) {
            checkOut(seen.visitor());
        } else if (choice < 930) {
            archive(seen);
        } else if (choice < 945) {
            device.send("report", "", random);
        } else if (choice < 955) {
            add("forget");
        } else if (choice < 960) {
            useKept();
        } else if (choice < 965) {
            device.send("keep", "", random);
        } else {
            changeVisitor(seen);
        }
    }

    private String user() {
        return users.get(random.nextInt(users.size()));
    }

    private void mark() throws InterruptedException {
        long number = model.nextOperation();
        Device.Reply reply = device.send("mark", "&op=" + number, random);
        if (reply.isAcknowledged()) {
            model.marks().marked(reply.visitor(), device.name(), number);
        }
    }

    private void click() throws InterruptedException {
        String product = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
        Device.Reply reply = device.send("click", "&item=" + product, random);
        model.marks().clicked(reply.visitor(), product, device.name(), reply.fate());
    }

    private Optional<Reading> read() throws InterruptedException {
        long started = model.now();
        long millis = System.currentTimeMillis();
        Device.Reply reply = device.send("read", "", random);
        if (reply.isAcknowledged()) {
            Reading reading = Reading.parse(reply.text());
            model.check(reading, device.name(), started, millis);
            device.saw(reading);
            return Optional.of(reading);
        }
        return Optional.empty();
    }

    private void add(String operation) throws InterruptedException {
        long number = model.nextOperation();
        Item item = model.adding(number);
        Device.Reply reply = device.send(operation, "&op=" + number, random);
        model.added(number, item, reply.fate(), reply.visitor(), device.name());
        if (reply.isAcknowledged() && reply.text().contains("\nP ")) {
            model.atHome(reply.visitor());
        }
    }

    /** What a page sends that begins with many requests at once. */
    private void addMany() throws InterruptedException {
        int many = 4 + random.nextInt(9);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Tab tab = new Tab(device, model, users, random.nextLong());
            threads.add(new Thread(tab::addOnce, "a request of many"));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void addOnce() {
        try {
            add("add");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void useKept() throws InterruptedException {
        Device.Reply reply = device.send("use-kept", "", random);
        if (reply.isAcknowledged() && reply.text().lines().count() > 1) {
            model.violated(Model.Violation.FOREIGN, "a session of a request that was over showed something");
        }
    }

    private void take(String operation, List<String> among, String visitor) throws InterruptedException {
        if (among.isEmpty()) {
            read();
            return;
        }
        String id = among.get(random.nextInt(among.size()));
        Item item = model.item(id);
        if (item == null) {
            read();
            return;
        }
        item.takingStarted = model.now();
        Device.Reply reply = device.send(operation, "&item=" + id + "&as=" + visitor, random);
        if (reply.isAcknowledged() && reply.saysTrue()) {
            item.takenOn = device.name();
            item.takenAnswered = model.now();
        }
    }

    private void quantity(List<String> among) throws InterruptedException {
        Item item = among.isEmpty() ? null : model.item(among.get(random.nextInt(among.size())));
        if (item == null) {
            read();
            return;
        }
        String id = among.stream()
                .filter(one -> model.item(one) == item)
                .findFirst()
                .orElseThrow();
        long number = model.nextOperation();
        Item.Quantity setting = item.setting(number, model.now());
        Device.Reply reply = device.send("quantity", "&op=" + number + "&item=" + id, random);
        if (reply.fate() == Item.Fate.REFUSED || (reply.isAcknowledged() && !reply.saysTrue())) {
            item.unset(setting);
        } else if (reply.isAcknowledged()) {
            setting.answered = model.now();
        }
    }

    private void flash() throws InterruptedException {
        long number = model.nextOperation();
        if (device.send("flash", "&op=" + number, random).isAcknowledged()) {
            model.flashed(number);
        }
    }

    private void checkOut(String visitor) throws InterruptedException {
        if (visitor.isEmpty() || visitor.startsWith("g")) {
            read();
        } else {
            device.send("check-out", "&op=" + model.nextOperation() + "&as=" + visitor, random);
        }
    }

    /** The items of an order that was seen never change, so they go with it. */
    private void archive(Reading seen) throws InterruptedException {
        if (seen.orders().isEmpty()) {
            read();
            return;
        }
        String order = seen.orders().keySet().iterator().next();
        for (String id : seen.orders().get(order)) {
            Item item = model.item(id);
            if (item != null) {
                item.takingStarted = model.now();
            }
        }
        Device.Reply reply = device.send("archive", "&item=" + order, random);
        if (reply.isAcknowledged() && reply.saysTrue()) {
            model.archived(order);
        }
    }

    /** Now and then somebody else comes with a cookie of before, unless loads may show what was before, too. */
    private void signIn(String user) throws InterruptedException {
        Optional<Device> other =
                random.nextBoolean() && !model.isLagging() ? Optional.of(device.copy(random)) : Optional.empty();
        model.signingIn(device.name(), user);
        device.send("sign-in", "&as=" + user, random);
        if (other.isPresent()) {
            Optional<Reading> reading = read().filter(one -> one.visitor().equals(user));
            if (reading.isPresent()) {
                showOldCookies(other.get(), reading.get());
            }
        }
    }

    /** What the account has, nobody else is shown. */
    private void showOldCookies(Device other, Reading accounts) throws InterruptedException {
        for (int i = 0; i < SHOWN_OLD_COOKIES; i++) {
            Device.Reply reply = other.send("read", "", random);
            Reading others = Reading.parse(reply.text());
            if (others.items().stream().anyMatch(accounts.items()::contains)) {
                model.violated(Model.Violation.FOREIGN, "what an account has, shown for a guest's old cookies");
            }
        }
    }

    private void changeVisitor(Reading seen) throws InterruptedException {
        String user = user();
        int choice = random.nextInt(10);
        if (seen.isGuests() && choice < 6) {
            signIn(user);
        } else if (choice < 8) {
            device.send("sign-out", "", random);
            addMany();
        } else {
            model.signingIn(device.name(), user);
            long number = model.nextOperation();
            long other = model.nextOperation();
            Item first = model.adding(number);
            Item second = model.adding(other);
            Device.Reply reply = device.send("switch", "&op=" + number + "&op2=" + other + "&as=" + user, random);
            model.added(number, first, reply.fate(), "", device.name());
            model.added(other, second, reply.fate(), reply.visitor(), device.name());
        }
        read();
    }
}
