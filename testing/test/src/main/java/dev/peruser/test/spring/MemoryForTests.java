package dev.peruser.test.spring;

import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Keeps tests out of the file in which the developer's own sessions are: the embedded store of an application context
 * that a test makes is in memory.
 *
 * <p>A path that the test itself names is taken as it is: by a property of its annotations, a
 * {@code @DynamicPropertySource}, or a system property. One from the application's files, and from the environment of
 * the machine, is not: it is the one that the application runs with.
 */
final class MemoryForTests implements ContextCustomizerFactory {

    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configurations) {
        return new Memory();
    }

    /** One like the other, so that contexts are shared by tests. */
    private record Memory() implements ContextCustomizer {
        private static final Log LOGGER = LogFactory.getLog(MemoryForTests.class);
        private static final String PATH = "peruser.embedded.path";
        private static final String IN_MEMORY = ":memory:";

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            @Nullable String configured = context.getEnvironment().getProperty(PATH);
            MutablePropertySources sources = context.getEnvironment().getPropertySources();
            MapPropertySource memory = new MapPropertySource("PerUser in tests", Map.of(PATH, IN_MEMORY));
            if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
                sources.addAfter(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, memory);
            } else {
                sources.addLast(memory);
            }
            if (configured != null
                    && !configured.equals(context.getEnvironment().getProperty(PATH))) {
                LOGGER.info("the file of " + PATH + " is left alone in tests, sessions are in memory:"
                        + " a test that is to use a file names it in its own properties");
            }
        }
    }
}
