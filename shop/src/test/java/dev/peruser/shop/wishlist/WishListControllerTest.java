package dev.peruser.shop.wishlist;

import static dev.peruser.shop.session.ShopSession.WISH_LIST;
import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.withSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.shop.catalog.CatalogConfiguration;
import dev.peruser.shop.session.ShopSession;
import dev.peruser.test.TestStore;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The controller alone, with the session of a signed-in visitor. */
@WebMvcTest(WishListController.class)
@Import({ShopSession.class, CatalogConfiguration.class})
@WithMockUser("ada")
class WishListControllerTest {
    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private PerUser perUser;

    @Autowired
    private TestStore store;

    private void assertWishes(String... expected) {
        perUser.withSession(
                UserId.of("ada"), session -> assertThat(session.get(WISH_LIST)).containsExactlyInAnyOrder(expected));
    }

    @Test
    void page_showsTheWishes_andWritesNothing() {
        assertThat(mvc.get().uri("/wishes").with(withSession(session -> session.put(WISH_LIST, Set.of("nest-box")))))
                .hasStatusOk()
                .bodyText()
                .contains("Nest Box");
        assertThat(store).hasWrittenNothing();
    }

    @Test
    void add_savesOnce_andLeadsBack() {
        assertThat(mvc.post()
                        .uri("/wishes/add")
                        .param("sku", "nest-box")
                        .param("back", "/products/nest-box")
                        .with(csrf())
                        .with(withSession(session -> session.put(WISH_LIST, Set.of("milk-jug")))))
                .hasStatus3xxRedirection()
                .redirectedUrl()
                .startsWith("/products/nest-box");
        assertThat(store).hasSaved(1);
        assertWishes("milk-jug", "nest-box");
    }

    @Test
    void add_toAFullList_changesNothing() {
        Set<String> full =
                IntStream.range(0, 100).mapToObj(number -> "thing-" + number).collect(Collectors.toSet());
        assertThat(mvc.post()
                        .uri("/wishes/add")
                        .param("sku", "nest-box")
                        .with(csrf())
                        .with(withSession(session -> session.put(WISH_LIST, full))))
                .hasStatus3xxRedirection();
        assertThat(store).hasWrittenNothing();
        assertWishes(full.toArray(String[]::new));
    }

    @Test
    void add_ofAnUnknownProduct_doesNotAskForTheSession() {
        assertThat(mvc.post().uri("/wishes/add").param("sku", "no-such-thing").with(csrf()))
                .hasStatus3xxRedirection();
        assertThat(store).wasNotUsed();
    }
}
