package dev.peruser.internal.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.peruser.Attribute;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;

/**
 * Whether the numbers that an attribute declares to count exist in its type, by the names and in the form in which the
 * type is written. What only the values can show, as the fields of an interface's implementations, is taken on trust.
 */
final class CountedNumbers {
    private CountedNumbers() {}

    /** What is wrong with the declaration, one sentence for each number. */
    static List<String> mistakes(JsonMapper mapper, Attribute<?> attribute) {
        List<String> mistakes = new ArrayList<>();
        for (Attribute.Counted number : attribute.counted()) {
            Walk walk = new Walk(attribute, number, 0, false);
            mapper.acceptJsonFormatVisitor(attribute.type(), walk);
            walk.mistake()
                    .ifPresent(mistake -> mistakes.add("attribute '" + attribute.name() + "': counts(\""
                            + String.join(".", number.path()) + "\"): " + mistake));
        }
        return mistakes;
    }

    /** The way to one number, one step for each part of a value on it. */
    private static final class Walk extends JsonFormatVisitorWrapper.Base {
        private final Attribute<?> attribute;
        private final Attribute.Counted number;
        private final int depth;
        private final boolean isElement;
        private @Nullable String mistake;

        Walk(Attribute<?> attribute, Attribute.Counted number, int depth, boolean isElement) {
            this.attribute = attribute;
            this.number = number;
            this.depth = depth;
            this.isElement = isElement;
        }

        Optional<String> mistake() {
            return Optional.ofNullable(mistake);
        }

        private boolean isAtEnd() {
            return depth == number.path().size();
        }

        private String here() {
            return depth == 0
                    ? "the value"
                    : "'" + String.join(".", number.path().subList(0, depth)) + "'";
        }

        private boolean leadsTo(String property) {
            String name = number.path().get(depth);
            return name.equals(property) || name.equals(Attribute.ANY_KEY);
        }

        private void isNo(JavaType type) {
            mistake = here() + " is " + type.toCanonical() + ", "
                    + (isAtEnd() ? "not a number" : "which has no properties");
        }

        /** Goes on with a part of the value. */
        private void into(JsonFormatVisitable part, JavaType type, int depthThere, boolean isElementThere) {
            Walk further = new Walk(attribute, number, depthThere, isElementThere);
            further.setContext(getContext());
            part.acceptJsonFormatVisitor(further, type);
            mistake = further.mistake;
        }

        private void scalar(JavaType type, boolean isWhole) {
            if (!isAtEnd()) {
                isNo(type);
            } else if (isElement) {
                mistake = here() + " is a list of numbers; only numbers of maps and objects can count";
            } else if (isWhole && !number.bounds().areWhole()) {
                mistake = here() + " is a whole number, its bounds " + number.bounds() + " are not";
            }
        }

        @Override
        public @Nullable JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
            scalar(type, true);
            return null;
        }

        @Override
        public @Nullable JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
            scalar(type, false);
            return null;
        }

        @Override
        public @Nullable JsonStringFormatVisitor expectStringFormat(JavaType type) {
            // Serializers that don't say what they write seem to write text: of classes of one's own that may be a
            // number.
            if (!isAtEnd() || type.getRawClass().getName().startsWith("java.") || type.isEnumType()) {
                isNo(type);
            }
            return null;
        }

        @Override
        public @Nullable JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
            isNo(type);
            return null;
        }

        @Override
        public @Nullable JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
            return null; // whatever the value is
        }

        @Override
        public @Nullable JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
            if (!isAtEnd() && !hasIdentity()) {
                mistake = "the elements of the list in " + here() + " have no identity, so that nobody can tell which"
                        + " one's number was changed; declare "
                        + (depth == 0
                                ? "itemIdentity(…)"
                                : "itemIdentityIn(\""
                                        + String.join(".", number.path().subList(0, depth)) + "\", …)");
                return null;
            }
            return new JsonArrayFormatVisitor.Base(getContext()) {
                @Override
                public void itemsFormat(JsonFormatVisitable elements, JavaType elementType) {
                    into(elements, elementType, depth, true);
                }

                @Override
                public void itemsFormat(JsonFormatTypes format) {
                    isNo(type);
                }
            };
        }

        private boolean hasIdentity() {
            List<String> path = number.path().subList(0, depth);
            return attribute.itemIdentities().stream()
                    .anyMatch(identity ->
                            isSame(identity.path(), path) || (identity.path().isEmpty() && depth <= 1));
        }

        private static boolean isSame(List<String> declared, List<String> path) {
            boolean isSame = declared.size() == path.size();
            for (int i = 0; isSame && i < path.size(); i++) {
                isSame = declared.get(i).equals(path.get(i)) || declared.get(i).equals(Attribute.ANY_KEY);
            }
            return isSame;
        }

        @Override
        public @Nullable JsonMapFormatVisitor expectMapFormat(JavaType type) {
            if (isAtEnd()) {
                mistake = here() + " is a map; if the numbers in it count, say \""
                        + (depth == 0 ? "" : String.join(".", number.path()) + ".") + Attribute.ANY_KEY + "\"";
                return null;
            }
            return new JsonMapFormatVisitor.Base(getContext()) {
                @Override
                public void valueFormat(JsonFormatVisitable values, JavaType valueType) {
                    into(values, valueType, depth + 1, false);
                }
            };
        }

        @Override
        public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
            if (isKnownByItsValuesOnly(type)) {
                return null;
            }
            if (isAtEnd()) {
                isNo(type);
                return null;
            }
            mistake = type.toCanonical() + " has no property '" + number.path().get(depth) + "'";
            return new Properties(getContext());
        }

        private boolean isKnownByItsValuesOnly(JavaType type) {
            Class<?> raw = type.getRawClass();
            return raw == Object.class
                    || Modifier.isAbstract(raw.getModifiers())
                    || raw.isAnnotationPresent(JsonTypeInfo.class);
        }

        private final class Properties extends JsonObjectFormatVisitor.Base {
            private final List<String> names = new ArrayList<>();
            private boolean isFound;

            Properties(SerializationContext context) {
                super(context);
            }

            private void see(String name, Runnable further) {
                names.add(name);
                if (leadsTo(name)) {
                    isFound = true;
                    further.run();
                } else if (!isFound) {
                    mistake = here() + " has no property '" + number.path().get(depth) + "', but "
                            + String.join(", ", names);
                }
            }

            @Override
            public void property(BeanProperty property) {
                see(property.getName(), () -> {
                    ValueSerializer<Object> serializer =
                            getContext().findPrimaryPropertySerializer(property.getType(), property);
                    into(serializer, property.getType(), depth + 1, false);
                });
            }

            @Override
            public void optionalProperty(BeanProperty property) {
                property(property);
            }

            @Override
            public void property(String name, JsonFormatVisitable part, JavaType type) {
                see(name, () -> into(part, type, depth + 1, false));
            }

            @Override
            public void optionalProperty(String name, JsonFormatVisitable part, JavaType type) {
                property(name, part, type);
            }
        }
    }
}
