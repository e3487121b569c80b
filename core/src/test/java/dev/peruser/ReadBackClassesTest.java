package dev.peruser;

import static dev.peruser.ReadBackFixture.assertRefused;
import static dev.peruser.ReadBackFixture.engine;
import static dev.peruser.ReadBackFixture.item;
import static dev.peruser.ReadBackFixture.readBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.ReadBackFixture.Gift;
import dev.peruser.ReadBackFixture.Item;
import dev.peruser.ReadBackFixture.Marked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Subclasses and implementations are refused where they would come back as their parent, wherever they are. */
class ReadBackClassesTest {
    private static final Attribute<List<Item>> ITEMS = Attribute.builder("items", new TypeReference<List<Item>>() {})
            .defaultValue(ArrayList::new)
            .build();

    @Test
    void aSubclassInAListOfItsParent_isRefused_thoughOthersOfTheListWereSaved() {
        TestEngine engine = engine(ITEMS);
        engine.browser().signIn("ada").request(session -> session.get(ITEMS).add(item(new Item(), "tea")));
        assertRefused(engine, session -> session.get(ITEMS).add(item(new Gift(), "cup")))
                .withMessageContaining("'[]'")
                .withMessageContaining("Gift")
                .withMessageContaining("@JsonTypeInfo")
                .withMessageNotContaining("cup");
        assertRefused(engine, session -> session.get(ITEMS).add(item(new Marked(), "cup")))
                .withMessageContaining("Marked");
    }

    @Test
    void aSubclass_thatWasSavedUnderAnAttributeOfItsOwn_isRefusedInAListOfItsParent() {
        Attribute<Gift> gift = Attribute.of("gift", Gift.class);
        TestEngine engine = new TestEngine(builder -> builder.attribute(ITEMS).attribute(gift));
        engine.browser().signIn("ada").request(session -> session.put(gift, (Gift) item(new Gift(), "cup")));
        assertRefused(engine, session -> session.get(ITEMS).add(item(new Gift(), "cup")));
    }

    @Test
    void aRefusedValue_leavesWhatWasStored_andOthersCanBeSaved() {
        TestEngine engine = engine(ITEMS);
        engine.browser().signIn("ada").request(session -> session.get(ITEMS).add(item(new Item(), "tea")));
        assertRefused(engine, session -> session.get(ITEMS).add(item(new Gift(), "cup")));
        engine.browser().signIn("ada").request(session -> session.get(ITEMS).add(item(new Item(), "pot")));
        assertThat((Object) engine.browser()
                        .signIn("ada")
                        .ask(session ->
                                session.get(ITEMS).stream().map(one -> one.name).toList()))
                .isEqualTo(List.of("tea", "pot"));
    }

    record Box<T>(T content) {}

    record Shelf(Box<Item> items, Box<Gift> gifts) {}

    @Test
    void aSubclassInAGenericClass_isRefused_whereItsParentIsDeclared() {
        Attribute<Shelf> shelf = Attribute.of("shelf", Shelf.class);
        TestEngine engine = engine(shelf);
        Gift gift = (Gift) item(new Gift(), "cup");
        engine.browser()
                .signIn("ada")
                .request(session -> session.put(shelf, new Shelf(new Box<>(item(new Item(), "a")), new Box<>(gift))));
        assertRefused(engine, session -> session.put(shelf, new Shelf(new Box<>(gift), new Box<>(gift))))
                .withMessageContaining("'items.content'");
    }

    interface Shape {}

    record Circle(int radius) implements Shape {}

    record Drawing(String name, Shape shape) {}

    @Test
    void anInterface_isRefusedWithItsFirstImplementation() {
        Attribute<Drawing> drawing = Attribute.of("drawing", Drawing.class);
        TestEngine engine = engine(drawing);
        engine.browser().signIn("ada").request(session -> session.put(drawing, new Drawing("none", null)));
        assertRefused(engine, session -> session.put(drawing, new Drawing("circle", new Circle(3))))
                .withMessageContaining("'shape'")
                .withMessageContaining("abstract");
    }

    record Maybe(Optional<Item> item) {}

    @Test
    void whatIsInAnOptional_isLookedAt() {
        Attribute<Maybe> maybe = Attribute.of("maybe", Maybe.class);
        TestEngine engine = engine(maybe);
        assertThat(readBack(engine, maybe, new Maybe(Optional.empty())).item()).isEmpty();
        assertThat(readBack(engine, maybe, new Maybe(Optional.of(item(new Item(), "a"))))
                        .item()
                        .orElseThrow()
                        .name)
                .isEqualTo("a");
        assertRefused(engine, session -> session.put(maybe, new Maybe(Optional.of(item(new Gift(), "a")))))
                .withMessageContaining("'item'");
    }

    record Rows(Item[] rows) {}

    @Test
    void whatIsInAnArray_isLookedAt() {
        Attribute<Rows> rows = Attribute.of("rows", Rows.class);
        TestEngine engine = engine(rows);
        assertThat(readBack(engine, rows, new Rows(new Item[] {item(new Item(), "a")}))
                        .rows()[0]
                        .name)
                .isEqualTo("a");
        assertRefused(engine, session -> session.put(rows, new Rows(new Item[] {item(new Gift(), "a")})))
                .withMessageContaining("'rows[]'");
    }
}
