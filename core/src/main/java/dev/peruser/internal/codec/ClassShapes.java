package dev.peruser.internal.codec;

import dev.peruser.internal.codec.ClassShape.Kind;
import dev.peruser.internal.values.PlainClasses;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.SerializationContextExt;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/** Finds out what classes are made of, once for each. Safe for use by many threads. */
final class ClassShapes {
    /** Each value of these comes back equal. */
    private static final Set<Class<?>> EXACT =
            PlainClasses.and(Date.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    /** Two different keys of one of these never become the same text. */
    private static final Set<Class<?>> EXACT_KEYS = Set.of(
            String.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            UUID.class,
            Instant.class,
            LocalDate.class,
            YearMonth.class);

    private final JsonMapper mapper;
    private final Map<Class<?>, ClassShape> known = new ConcurrentHashMap<>();

    ClassShapes(JsonMapper mapper) {
        this.mapper = mapper;
    }

    ClassShape of(Class<?> type) {
        @Nullable ClassShape shape = known.get(type);
        if (shape == null) {
            shape = findIfPossible(type);
            known.put(type, shape);
        }
        return shape;
    }

    static boolean isExactKey(Class<?> type) {
        return EXACT_KEYS.contains(type) || Enum.class.isAssignableFrom(type);
    }

    /** A class that Jackson can't tell about is one to look at each time. */
    private ClassShape findIfPossible(Class<?> type) {
        try {
            return find(type);
        } catch (JacksonException e) {
            return ClassShape.scalar(false);
        }
    }

    private ClassShape find(Class<?> type) {
        if (EXACT.contains(type) || (type.isArray() && type.getComponentType().isPrimitive())) {
            return ClassShape.scalar(true);
        }
        if (Enum.class.isAssignableFrom(type)) {
            return ClassShape.scalar(isExact(type.isEnum() ? type : type.getSuperclass()));
        }
        if (type.isArray()) {
            return container(Kind.ARRAY, type);
        }
        if (type == Optional.class) {
            return container(Kind.OPTIONAL, type);
        }
        SerializationContextExt context = mapper._serializationContext();
        ValueSerializer<?> serializer = context.findValueSerializer(type);
        if (serializer instanceof BeanSerializerBase bean) {
            return bean(context, type, bean.properties(), !bean.usesObjectId());
        }
        if (serializer instanceof UnknownSerializer) {
            return bean(context, type, List.<PropertyWriter>of().iterator(), true);
        }
        if (Map.class.isAssignableFrom(type)) {
            return container(Kind.MAP, type);
        }
        return Collection.class.isAssignableFrom(type)
                ? container(Kind.COLLECTION, type)
                : ClassShape.scalar(!isOfTheJdk(type));
    }

    /** Whether each constant comes back as itself: two may be written as the same text. */
    private boolean isExact(Class<?> constants) {
        try {
            for (Object constant : constants.getEnumConstants()) {
                byte[] json = mapper.writeValueAsBytes(constant);
                if (mapper.readerFor(constants).readValue(json) != constant) {
                    return false;
                }
            }
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    /**
     * A class that extends one of the JDK's that is complete may have fields of its own, of which nothing is written.
     */
    private static ClassShape container(Kind kind, Class<?> type) {
        List<String> lost = new ArrayList<>();
        Class<?> ancestor = type;
        while (!isOfTheJdk(ancestor)) {
            ClassFields.stateOf(ancestor, Set.of()).forEach(field -> lost.add(field.getName()));
            ancestor = ancestor.getSuperclass();
        }
        boolean isComplete = !Modifier.isAbstract(ancestor.getModifiers()) && ancestor != Object.class;
        return new ClassShape(kind, List.of(), List.of(), isComplete ? List.copyOf(lost) : List.of(), true);
    }

    /** Objects with an id may lead back to themselves, and are looked at each time. */
    private ClassShape bean(
            SerializationContextExt context, Class<?> type, Iterator<PropertyWriter> writers, boolean isTree) {
        List<ClassShape.Property> properties = new ArrayList<>();
        Set<String> shown = ignored(context, type);
        boolean isSettled = isTree;
        @Nullable BeanDeserializerBase reader = reader(type);
        while (writers.hasNext()) {
            PropertyWriter next = writers.next();
            if (next instanceof BeanPropertyWriter writer) {
                boolean isRead = reader == null || writer.isUnwrapping() || reader.hasProperty(writer.getName());
                Set<String> names = ClassFields.names(writer);
                properties.add(new ClassShape.Property(writer, isRead, isLeaf(writer.getType())));
                shown.addAll(names);
                isSettled &= isRead || !ClassFields.isKept(type, names);
            } else {
                isSettled = false; // properties without a name of their own
            }
        }
        List<Field> hidden = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
            for (Field field : ClassFields.stateOf(ancestor, shown)) {
                if (isSetOnce(field)) {
                    hidden.add(field);
                } else {
                    lost.add(field.getName());
                }
            }
        }
        return new ClassShape(
                Kind.BEAN,
                List.copyOf(properties),
                List.copyOf(hidden),
                List.copyOf(lost),
                isSettled && hidden.isEmpty());
    }

    /** To a value that can't be changed itself. */
    private boolean isSetOnce(Field field) {
        return Modifier.isFinal(field.getModifiers())
                && isLeaf(mapper.constructType(field.getType()))
                && ClassFields.isOpened(field);
    }

    /** What the application says is not to be kept. */
    private static Set<String> ignored(SerializationContextExt context, Class<?> type) {
        JavaType described = context.constructType(type);
        BeanDescription description =
                context.introspectBeanDescription(described, context.introspectClassAnnotations(described));
        Set<String> ignored = new HashSet<>();
        @Nullable Set<String> names = description.getIgnoredPropertyNames();
        if (names != null) {
            ignored.addAll(names);
        }
        ignored.addAll(context.getAnnotationIntrospector()
                .findPropertyIgnoralByName(context.getConfig(), description.getClassInfo())
                .getIgnored());
        return ignored;
    }

    private @Nullable BeanDeserializerBase reader(Class<?> type) {
        try {
            ValueDeserializer<?> reader =
                    mapper._deserializationContext().findNonContextualValueDeserializer(mapper.constructType(type));
            return reader instanceof BeanDeserializerBase bean ? bean : null;
        } catch (JacksonException e) {
            return null; // reading fails, which is found by reading
        }
    }

    /** Whether values of a type are all of one class, and that one is exact. */
    private boolean isLeaf(JavaType type) {
        Class<?> raw = type.getRawClass();
        return raw.isPrimitive() || EXACT.contains(raw) || (raw.isEnum() && of(raw).isSettled());
    }

    static boolean isOfTheJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
    }
}
