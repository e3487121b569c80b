package dev.peruser.it.modular;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.store.SessionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps an address in a user's session. */
public final class ModularApplication {
    private static final UserId ADA = UserId.of("ada");
    private static final Attribute<Address> ADDRESS = Attribute.of("address", Address.class);

    private final PerUser perUser;

    ModularApplication(SessionStore store) {
        perUser = PerUser.builder(store).attribute(ADDRESS).build();
    }

    void moveTo(Address address) {
        var unused = perUser.withSession(ADA, session -> {
            session.put(ADDRESS, address);
            return true;
        });
    }

    Address address() {
        return perUser.withSession(ADA, session -> session.get(ADDRESS));
    }

    /** Saves and reads a session in each store; the argument is a folder for their files. */
    public static void main(String[] arguments) throws Exception {
        Address home = new Address("Engine Row 12", List.of("ground floor"));
        for (LocalStore kind : LocalStore.values()) {
            Path folder = Files.createDirectory(Path.of(arguments[0], kind.name()));
            SessionStore store = kind.open(folder);
            new ModularApplication(store).moveTo(home);
            System.out.println(kind + ": " + new ModularApplication(store).address());
            if (store instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}
