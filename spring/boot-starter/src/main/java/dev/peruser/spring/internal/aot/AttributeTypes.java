package dev.peruser.spring.internal.aot;

import dev.peruser.Attribute;
import dev.peruser.spring.scope.UserScope;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Finds the types of session values, which are written and read as JSON: those of the beans that declare an
 * {@link Attribute}, and the classes of the beans of scope {@code user}.
 */
final class AttributeTypes implements BeanFactoryInitializationAotProcessor {
    AttributeTypes() {}

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beans) {
        List<Type> types = new ArrayList<>();
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition bean = beans.getMergedBeanDefinition(name);
            Class<?> type = beans.getType(name, false);
            if (UserScope.NAME.equals(bean.getScope()) && type != null) {
                types.add(type);
            } else if (type != null && Attribute.class.isAssignableFrom(type)) {
                ResolvableType value =
                        bean.getResolvableType().as(Attribute.class).getGeneric(0);
                if (value.resolve() != null) {
                    types.add(value.getType());
                }
            }
        }
        return types.isEmpty() ? null : new Contribution(types);
    }

    /**
     * What is kept of them.
     *
     * @param types of values; what their fields and elements are is found from them
     */
    private record Contribution(List<Type> types) implements BeanFactoryInitializationAotContribution {
        @Override
        public void applyTo(GenerationContext context, BeanFactoryInitializationCode code) {
            new BindingReflectionHintsRegistrar()
                    .registerReflectionHints(context.getRuntimeHints().reflection(), types.toArray(Type[]::new));
        }
    }
}
