package dev.peruser.shop.session;

import dev.peruser.Attribute;
import dev.peruser.Bounds;
import dev.peruser.Merger;
import dev.peruser.SignInPolicy;
import dev.peruser.SignInPolicy.Decision;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.type.TypeReference;

/** All that the shop keeps in a visitor's session, and what becomes of each at sign-in. */
@Configuration(proxyBeanMethods = false)
public class ShopSession {

    /**
     * Two requests that change different lines at the same time both count, because lines have an identity; so do two
     * that add to one line, because its quantity counts, as far as a line can hold it.
     */
    public static final Attribute<Cart> CART = Attribute.builder("cart", Cart.class)
            .defaultValue(Cart.EMPTY)
            .itemIdentityIn("lines", "sku", "option")
            .counts("lines.quantity", Bounds.between(1, Cart.MOST_PER_LINE))
            .mergeBy(new CartMerger())
            .build();

    /** Product numbers. Wishes of the guest come after those of the account. */
    public static final Attribute<Set<String>> WISH_LIST = Attribute.builder(
                    "wishList", new TypeReference<Set<String>>() {})
            .defaultValue(LinkedHashSet::new)
            .mergeBy(Merger.union())
            .build();

    /** Product numbers, the last viewed first. Who doesn't look at anything for a month starts afresh. */
    public static final Attribute<List<String>> RECENTLY_VIEWED = Attribute.builder(
                    "recentlyViewed", new TypeReference<List<String>>() {})
            .defaultValue(List.of())
            .expiresAfter(Duration.ofDays(30))
            .mergeBy(RecentlyViewed::merge)
            .build();

    /** The guest's wins: it was chosen a moment ago, for the light in this room. */
    public static final Attribute<Theme> THEME = Attribute.builder("theme", Theme.class)
            .defaultValue(Theme.SYSTEM)
            .mergeBy(Merger.keepGuests())
            .build();

    /** The account's wins: prices must not change their currency because somebody signed in on a borrowed computer. */
    public static final Attribute<Currency> CURRENCY = Attribute.builder("currency", Currency.class)
            .defaultValue(Currency.EUR)
            .mergeBy(Merger.keepUsers())
            .build();

    /** The last orders, the newest first. */
    public static final Attribute<List<Order>> ORDERS = Attribute.builder("orders", new TypeReference<List<Order>>() {})
            .defaultValue(List.of())
            .mergeBy(Orders::merge)
            .build();

    /** Whoever is about to order gets what they see; what the account had is asked about, on the same page. */
    @Bean
    SignInPolicy askAtCheckout() {
        return signIn -> signIn.isAt("/checkout") ? Decision.keepGuest().about(CART.name()) : Decision.merge();
    }

    @Bean
    Attribute<Cart> cart() {
        return CART;
    }

    @Bean
    Attribute<Set<String>> wishList() {
        return WISH_LIST;
    }

    @Bean
    Attribute<List<String>> recentlyViewed() {
        return RECENTLY_VIEWED;
    }

    @Bean
    Attribute<Theme> theme() {
        return THEME;
    }

    @Bean
    Attribute<Currency> currency() {
        return CURRENCY;
    }

    @Bean
    Attribute<List<Order>> orders() {
        return ORDERS;
    }
}
