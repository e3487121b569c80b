package dev.peruser.it.scenarios;

import dev.peruser.PerUser;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.util.UUID;

/** What scenarios have: a shop in a server, and the store that it is on. */
interface OnAStore {

    ShopServer shop();

    default FailingSessionStore store() {
        return shop().store();
    }

    default StoredContent content() {
        return new StoredContent(store());
    }

    default ShopBrowser browser() {
        return shop().browser();
    }

    /** A guest with something in the cart. */
    default ShopBrowser guestWith(String sku, int quantity) {
        ShopBrowser guest = browser();
        guest.add(sku, quantity);
        return guest;
    }

    /** A new account with something in the cart, on a device of its own. */
    default ShopBrowser userWith(String name, String sku, int quantity) {
        ShopBrowser device = browser().signIn(name);
        device.add(sku, quantity);
        return device;
    }

    default String newName(String beginning) {
        return beginning + "-" + UUID.randomUUID();
    }

    /** An engine beside the shop's on the same store, for scenarios that need their own attributes or clock. */
    default PerUser.Builder engine() {
        return PerUser.builder(store());
    }
}
