package dev.peruser.spring.internal.start;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds properties that are set and mean nothing: a misspelled one would leave its choice without effect unnoticed.
 *
 * <p>Environment variables and the JVM's system properties may be somebody else's: a Kubernetes service of the name
 * {@code peruser} sets {@code PERUSER_PORT} in each container. Of these, only what nearly is a name of ours counts.
 */
public final class UnknownProperties {
    private static final Set<String> SHARED = Set.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    /** So few letters off, it can only be meant as that. */
    private static final int NEARLY = 2;

    private final String prefix;
    private final Set<String> known;

    private UnknownProperties(String prefix, Set<String> known) {
        this.prefix = prefix;
        this.known = known;
    }

    /**
     * Beginning with a prefix, and in none of these.
     *
     * @param record the properties, as records within records
     * @param others names of properties that something else looks at
     */
    public static UnknownProperties besides(String prefix, Class<? extends Record> record, Set<String> others) {
        Set<String> known = new LinkedHashSet<>(others);
        addNames(prefix, record, known);
        return new UnknownProperties(prefix, known);
    }

    private static void addNames(String prefix, Class<?> record, Set<String> names) {
        RecordComponent[] components = record.getRecordComponents();
        Parameter[] parameters = record.getDeclaredConstructors()[0].getParameters();
        for (int i = 0; i < components.length; i++) {
            Name given = parameters[i].getAnnotation(Name.class);
            String last = given == null ? DataObjectPropertyName.toDashedForm(components[i].getName()) : given.value();
            if (components[i].getType().isRecord()) {
                addNames(prefix + "." + last, components[i].getType(), names);
            } else {
                names.add(prefix + "." + last);
            }
        }
    }

    /** What is wrong, of each such property: its name, where it is set, and the name that is most like it. */
    public List<String> mistakes(Environment environment) {
        Map<String, String> found = new TreeMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                boolean isShared = isShared(source);
                iterable.stream()
                        .filter(ConfigurationPropertyName.of(prefix)::isAncestorOf)
                        .filter(name -> !isKnown(name, isShared))
                        .filter(name -> !isShared || distance(bare(name.toString()), bare(nearest(name))) <= NEARLY)
                        .forEach(name -> found.putIfAbsent(
                                name.toString(), mistake(name, source.getConfigurationProperty(name))));
            }
        }
        return List.copyOf(found.values());
    }

    private static boolean isShared(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> underlying
                && SHARED.contains(underlying.getName());
    }

    /** An environment variable has no dashes. */
    private boolean isKnown(ConfigurationPropertyName name, boolean isShared) {
        ConfigurationPropertyName plain = name.isLastElementIndexed() ? name.getParent() : name;
        return known.stream()
                .anyMatch(each -> ConfigurationPropertyName.of(each).equals(plain)
                        || (isShared && bare(each).equals(bare(plain.toString()))));
    }

    private String mistake(ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
        String nearest = nearest(name);
        boolean isLike = name.isAncestorOf(ConfigurationPropertyName.of(nearest))
                || distance(bare(name.toString()), bare(nearest))
                        <= name.toString().length() / 3;
        return name + " is no property of PerUser" + (isLike ? ": did you mean " + nearest + "?" : "")
                + PropertyOrigins.of(property);
    }

    /** One of its group, if it is the name of a group. */
    private String nearest(ConfigurationPropertyName name) {
        String text = bare(name.toString());
        return known.stream()
                .filter(each -> name.isAncestorOf(ConfigurationPropertyName.of(each)))
                .findFirst()
                .or(() -> known.stream().min(Comparator.comparingInt(each -> distance(text, bare(each)))))
                .orElse(prefix);
    }

    private static String bare(String name) {
        return name.replaceAll("[-._\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, taken out or changed (Levenshtein), or swapped with the next one. */
    static int distance(String one, String other) {
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            for (int j = 0; j <= other.length(); j++) {
                row[j] = i == 0 || j == 0 ? i + j : cheapest(one, other, i, j, rows, row);
            }
            rows.add(row);
        }
        return rows.get(one.length())[other.length()];
    }

    private static int cheapest(String one, String other, int i, int j, List<int[]> rows, int[] row) {
        boolean isSame = one.charAt(i - 1) == other.charAt(j - 1);
        int cheapest =
                Math.min(rows.get(i - 1)[j - 1] + (isSame ? 0 : 1), Math.min(rows.get(i - 1)[j], row[j - 1]) + 1);
        boolean isSwapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return isSwapped ? Math.min(cheapest, rows.get(i - 2)[j - 2] + 1) : cheapest;
    }
}
