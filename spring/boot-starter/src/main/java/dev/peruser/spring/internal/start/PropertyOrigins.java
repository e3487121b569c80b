package dev.peruser.spring.internal.start;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/** Where properties are set: the file and the line, the command line, the environment. */
public final class PropertyOrigins {
    private static final Pattern NAME = Pattern.compile("peruser\\.[a-z][a-z.-]*[a-z]");

    private PropertyOrigins() {}

    /** The text, with the place of the first property that it names and that is set, in brackets at its end. */
    public static String addedTo(String text, Environment environment) {
        Matcher names = NAME.matcher(text);
        while (names.find()) {
            String place = of(find(ConfigurationPropertyName.of(names.group()), environment));
            if (!place.isEmpty()) {
                return text + place;
            }
        }
        return text;
    }

    static String of(@Nullable ConfigurationProperty property) {
        return property == null || property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    }

    private static @Nullable ConfigurationProperty find(ConfigurationPropertyName name, Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property;
            }
        }
        return null;
    }
}
