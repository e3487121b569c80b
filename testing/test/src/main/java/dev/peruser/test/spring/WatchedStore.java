package dev.peruser.test.spring;

import dev.peruser.test.TestStore;
import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Puts a {@link TestStore} in front of the application's store, as a bean, in application contexts that a test makes.
 * An application that merely runs with this on its class path is as it is without.
 */
final class WatchedStore implements ContextCustomizerFactory {
    private static final boolean HAS_STARTER =
            ClassUtils.isPresent("dev.peruser.spring.StoreDecorator", WatchedStore.class.getClassLoader());

    private static final String STORE = "perUserTestStore";

    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configurations) {
        return new Watch();
    }

    /** One like the other, so that contexts are shared by tests. */
    private record Watch() implements ContextCustomizer {
        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            // A context that was processed ahead of time has them, and comes here again.
            if (HAS_STARTER
                    && context.getBeanFactory() instanceof BeanDefinitionRegistry beans
                    && !beans.containsBeanDefinition(STORE)) {
                beans.registerBeanDefinition(STORE, new RootBeanDefinition(TestStore.class));
                beans.registerBeanDefinition(
                        "perUserTestStoreDecorator", new RootBeanDefinition(TestStoreDecorator.class));
            }
        }
    }
}
