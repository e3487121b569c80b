package dev.peruser;

import static dev.peruser.ReadBackFixture.assertNotDeclared;
import static dev.peruser.ReadBackFixture.engine;
import static dev.peruser.ReadBackFixture.readBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What the type alone tells is told where the attribute is declared. */
class DeclaredTypeTest {
    static final class OnlyText {
        private final String name;

        OnlyText(String first) {
            this.name = first;
        }

        public String getName() {
            return name;
        }
    }

    static final class TwoParameters {
        private final String name;
        private final int size;

        TwoParameters(String first, int second) {
            this.name = first;
            this.size = second;
        }

        public String getName() {
            return name;
        }

        public int getSize() {
            return size;
        }
    }

    @Test
    void typeThatCantBeMade_isRefusedWhereItIsDeclared() {
        assertNotDeclared(Attribute.of("text", OnlyText.class), "@JsonCreator");
        assertNotDeclared(Attribute.of("two", TwoParameters.class), "-parameters");
        assertNotDeclared(Attribute.of("shape", ReadBackClassesTest.Shape.class), "@JsonTypeInfo");
        assertNotDeclared(
                Attribute.builder("shapes", new TypeReference<List<ReadBackClassesTest.Shape>>() {})
                        .build(),
                "@JsonTypeInfo");
        assertNotDeclared(Attribute.of("inner", Inner.class), "Inner");
    }

    final class Inner {
        public String name;
    }

    @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
    static final class Node {
        public String name;
        public List<Node> next = new ArrayList<>();
    }

    @Test
    void objectsWithIds_thatLeadBackToThemselves_areReadBack() {
        Attribute<Node> graph = Attribute.of("graph", Node.class);
        Node node = new Node();
        node.name = "a";
        node.next.add(node);
        TestEngine engine = engine(graph);
        for (int i = 0; i < 2; i++) {
            Node read = readBack(engine, graph, node);
            assertThat(read.next.get(0)).isSameAs(read);
            node.name = "b";
        }
    }

    static final class Point {
        public int x;
        public int y;

        @Override
        public String toString() {
            return "a point";
        }
    }

    @Test
    void mapWithObjectsAsKeys_isRefused() {
        Attribute<Map<Point, String>> map = Attribute.builder("map", new TypeReference<Map<Point, String>>() {})
                .build();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> engine(map))
                .withMessageContaining("'map'");
    }
}
