package dev.peruser.spring;

import dev.peruser.PerUser;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JacksonModule;
import tools.jackson.module.kotlin.KotlinModule;

/** What the application adds to PerUser's own mapper. */
final class JsonMapperChoice {
    private JsonMapperChoice() {}

    /** A module for Kotlin of the application's own, which comes afterwards, replaces the one that is added here. */
    static PerUser.Builder applyTo(
            PerUser.Builder builder,
            ObjectProvider<JacksonModule> modules,
            ObjectProvider<PerUserJsonMapperCustomizer> customizers) {
        if (isKotlinThere()) {
            builder.jacksonModule(Kotlin.module());
        }
        modules.orderedStream().forEach(builder::jacksonModule);
        customizers.orderedStream().forEach(customizer -> builder.jsonMapper(customizer::customize));
        return builder;
    }

    private static boolean isKotlinThere() {
        ClassLoader loader = JsonMapperChoice.class.getClassLoader();
        return ClassUtils.isPresent("tools.jackson.module.kotlin.KotlinModule", loader)
                && ClassUtils.isPresent("kotlin.reflect.full.KClasses", loader);
    }

    /** Loaded only if the module is there. */
    private static final class Kotlin {
        static JacksonModule module() {
            return new KotlinModule.Builder().build();
        }
    }
}
