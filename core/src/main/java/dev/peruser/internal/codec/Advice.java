package dev.peruser.internal.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.Calendar;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What helps with a value that isn't read back as it was written. */
final class Advice {
    static final String LOST = "is lost";
    private static final String NOT_SET =
            "is written and not read: the class has nothing to set it with. Add a setter or a"
                    + " parameter of the constructor (records have both), or a field of its name; if it need not be kept, mark its"
                    + " getter @JsonIgnore";
    static final String HIDDEN = "is a field that isn't written: add a getter, and a setter or a parameter of the"
            + " constructor; if it need not be kept, mark it transient or @JsonIgnore";
    static final String OF_TYPE = ": declare the type that it is";
    static final String FOR_KEYS = ": keys are written as text, so their class needs equals and hashCode, a toString"
            + " (or @JsonKey) that is different for each, and a constructor or @JsonCreator that reads it";

    static final String FOR_ORDER =
            "comes back in another order, because its comparator is not written: declare a sorted"
                    + " set or map without one, or a list";
    private static final String FOR_KOTLIN =
            "A Kotlin class needs Jackson's module for Kotlin: the starter adds it when"
                    + " jackson-module-kotlin is on the class path, elsewhere PerUser.Builder.jacksonModule does";

    private Advice() {}

    /** Of a class, because nothing of these fields is written. */
    static String lost(Class<?> type, List<String> fields) {
        String name = type.getTypeName();
        if (ClassShapes.isOfTheJdk(type)) {
            return "is a " + name + ", of which not all is written: keep what is in it in a list, map, array or text"
                    + " instead, or give PerUser a Jackson module that writes it";
        }
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return "is a " + name + ", of which only the elements are written, not its fields ("
                    + String.join(", ", fields) + "): make a class that has the list, set or map beside them";
        }
        return "is a " + name + ", and of its fields these are not written: " + String.join(", ", fields)
                + ". Add a getter, and a setter or a parameter of the constructor; mark what need not be kept transient or"
                + " @JsonIgnore";
    }

    static String forClasses(Object written, Object read) {
        if (written instanceof Number && read instanceof Number) {
            return ": declare its type instead of Object or Number";
        }
        if (read.getClass().isInstance(written)) {
            return ": name the subtypes by @JsonTypeInfo and @JsonSubTypes on "
                    + read.getClass().getName();
        }
        return ": declare its type";
    }

    static String forScalar(Object written) {
        return written instanceof Calendar
                ? ": keep an Instant or a ZonedDateTime instead"
                : ": not all of it is written. Keep another type, or give PerUser a Jackson module that writes it";
    }

    /** Of a property that a class writes and doesn't read. */
    static String notSet(Class<?> type) {
        return isKotlin(type) ? NOT_SET + ". " + FOR_KOTLIN : NOT_SET;
    }

    /** For a type that can't be read at all. */
    static String forReading(Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            return "keys are written as text, so their class needs a constructor or @JsonCreator that reads it, or a Jackson"
                    + " module that does";
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return "name its subtypes by @JsonTypeInfo and @JsonSubTypes, or its implementation by @JsonDeserialize(as = …)";
        }
        return isKotlin(type)
                ? FOR_KOTLIN
                : "give it a constructor without parameters and setters, or one whose parameters have names: a record,"
                        + " @JsonCreator with @JsonProperty, or compiled with -parameters; or a Jackson module that reads it";
    }

    private static boolean isKotlin(Class<?> type) {
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation.annotationType().getName().equals("kotlin.Metadata")) {
                return true;
            }
        }
        return false;
    }
}
