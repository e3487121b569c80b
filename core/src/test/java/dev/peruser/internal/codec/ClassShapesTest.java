package dev.peruser.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.peruser.internal.codec.ClassShape.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Calendar;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class ClassShapesTest {
    private final ClassShapes shapes = new ClassShapes(MapperOptions.NONE.mapper(100));

    private ClassShape of(Class<?> type) {
        return shapes.of(type);
    }

    @Test
    void kind_isHowInstancesAreWritten() {
        assertThat(of(String.class).kind()).isEqualTo(Kind.SCALAR);
        assertThat(of(int[].class).kind()).isEqualTo(Kind.SCALAR);
        assertThat(of(TimeUnit.class).kind()).isEqualTo(Kind.SCALAR);
        assertThat(of(String[].class).kind()).isEqualTo(Kind.ARRAY);
        assertThat(of(Optional.class).kind()).isEqualTo(Kind.OPTIONAL);
        assertThat(of(ArrayList.class).kind()).isEqualTo(Kind.COLLECTION);
        assertThat(of(HashMap.class).kind()).isEqualTo(Kind.MAP);
        assertThat(of(EnumMap.class).kind()).isEqualTo(Kind.MAP);
        assertThat(of(Plain.class).kind()).isEqualTo(Kind.BEAN);
        assertThat(of(Nothing.class).kind()).isEqualTo(Kind.BEAN);
    }

    @Test
    void oneOfTheJdk_thatMayDiffer_isLookedAtEachTime() {
        assertThat(of(Locale.class).isSettled()).isFalse();
        assertThat(of(Calendar.class).isSettled()).isFalse();
        assertThat(of(Long.class).isSettled()).isTrue();
        assertThat(of(int[].class).isSettled()).isTrue();
        assertThat(of(TimeUnit.class).isSettled()).isTrue();
    }

    record Nothing() {}

    record Plain(String name, List<String> tags) {}

    @Test
    void record_isSettled_andHasItsComponents() {
        ClassShape plain = of(Plain.class);
        assertThat(plain.isSettled()).isTrue();
        assertThat(plain.properties()).extracting(ClassShape.Property::name).containsExactly("name", "tags");
        assertThat(plain.properties()).extracting(ClassShape.Property::isLeaf).containsExactly(true, false);
        assertThat(plain.properties()).allMatch(ClassShape.Property::isRead);
        assertThat(plain.lost()).isEmpty();
        assertThat(plain.hidden()).isEmpty();
        assertThat(plain.computes()).isFalse();
    }

    @JsonIgnoreProperties("byClass")
    static class Fields {
        public String name;
        private String lost;
        private transient String passing;

        @JsonIgnore
        private String ignored;

        private String byClass;
        private final String once = "a";
        private final List<String> changeable = new ArrayList<>();
        private final Object lock = new Object();
        private final ReentrantLock reentrant = new ReentrantLock();
        private boolean open;
        private String url;

        public boolean isOpen() {
            return open;
        }

        public void setOpen(boolean open) {
            this.open = open;
        }

        @JsonProperty("link")
        public String getUrl() {
            return url;
        }

        public void setUrl(String url) {
            this.url = url;
        }

        int use() {
            return (lost + passing + ignored + byClass + once + changeable + lock + reentrant).length();
        }
    }

    @Test
    void fieldThatNoPropertyShows_isLost_unlessItNeedNotBeKept_orIsSetOnce() {
        ClassShape fields = of(Fields.class);
        assertThat(fields.lost()).containsExactlyInAnyOrder("lost", "changeable");
        assertThat(fields.hidden()).extracting(java.lang.reflect.Field::getName).containsExactly("once");
        assertThat(fields.isSettled()).isFalse();
    }

    static class Child extends Fields {
        private int more;

        int more() {
            return more;
        }
    }

    @Test
    void fieldsOfParents_count() {
        assertThat(of(Child.class).lost()).containsExactlyInAnyOrder("more", "lost", "changeable");
    }

    static class Computing {
        public String name;

        public int getLength() {
            return name.length();
        }
    }

    static class Kept {
        private final transient List<String> lines = new ArrayList<>();

        public List<String> getLines() {
            return lines;
        }
    }

    @Test
    void propertyThatIsNotRead_computes_orIsKept() {
        assertThat(of(Computing.class).computes()).isTrue();
        assertThat(of(Computing.class).isSettled()).isTrue();
        assertThat(of(Kept.class).computes()).isTrue();
        assertThat(of(Kept.class).isSettled()).isFalse();
        assertThat(of(Kept.class).lost()).isEmpty();
    }

    static class Extended extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        String name;
        transient int passing;
    }

    static class ExtendedMap extends HashMap<String, String> {
        private static final long serialVersionUID = 1;
    }

    @Test
    void listWithFields_losesThem() {
        assertThat(of(Extended.class).lost()).containsExactly("name");
        assertThat(of(ExtendedMap.class).lost()).isEmpty();
        assertThat(of(BitSet.class).lost()).isNotEmpty();
        assertThat(of(Map.of().getClass()).lost()).isEmpty();
    }
}
