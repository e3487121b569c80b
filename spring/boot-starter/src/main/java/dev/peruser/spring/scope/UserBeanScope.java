package dev.peruser.spring.scope;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import dev.peruser.spring.internal.start.StartFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The scope of {@link UserScope} beans: each is an attribute of the current visitor's session. Safe for use by many
 * threads.
 */
public final class UserBeanScope implements Scope, BeanFactoryPostProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(UserBeanScope.class);
    private static final String TARGET = "scopedTarget.";

    private @Nullable ConfigurableListableBeanFactory factory;
    private final Map<String, Attribute<Object>> attributes = new ConcurrentHashMap<>();
    private final Map<String, ObjectFactory<?>> factories = new ConcurrentHashMap<>();

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        factory = beans;
        beans.registerScope(UserScope.NAME, this);
    }

    private ConfigurableListableBeanFactory beans() {
        return Objects.requireNonNull(factory, "the bean factory");
    }

    /**
     * The attributes of all beans of the scope, besides those that the application declares.
     *
     * @throws IllegalStateException if one that it declares under a bean's name is of another class or has no default
     */
    public List<Attribute<?>> attributesBesides(Collection<Attribute<?>> declared) {
        Map<String, Attribute<?>> byName =
                declared.stream().collect(Collectors.toMap(Attribute::name, Function.identity(), (one, other) -> one));
        List<Attribute<?>> added = new ArrayList<>();
        for (String bean : beans().getBeanDefinitionNames()) {
            if (UserScope.NAME.equals(beans().getMergedBeanDefinition(bean).getScope())) {
                Class<?> type = Objects.requireNonNull(beans().getType(bean), bean);
                @Nullable Attribute<?> known = byName.get(nameOf(bean));
                attributes.put(bean, known == null ? attribute(bean, type) : checked(known, type));
                if (known == null) {
                    added.add(attributes.get(bean));
                }
            }
        }
        return added;
    }

    private static String nameOf(String bean) {
        return bean.startsWith(TARGET) ? bean.substring(TARGET.length()) : bean;
    }

    @SuppressWarnings("unchecked") // of whatever class the bean is
    private Attribute<Object> attribute(String bean, Class<?> type) {
        return Attribute.builder(nameOf(bean), (Class<Object>) type)
                .defaultValue(
                        () -> Objects.requireNonNull(factories.get(bean), bean).getObject())
                .build();
    }

    @SuppressWarnings("unchecked") // checked here
    private static Attribute<Object> checked(Attribute<?> declared, Class<?> type) {
        if (!declared.type().getType().equals(type)) {
            throw StartFailure.of(
                    "The bean '" + declared.name() + "' of scope 'user' is a " + type.getName()
                            + ", and the Attribute of this name a "
                            + declared.type().getType().getTypeName() + ".",
                    "Give both the same class, or other names.");
        }
        if (!declared.sharesItsDefault() && declared.newDefault().isEmpty()) {
            throw StartFailure.of(
                    "The Attribute '" + declared.name() + "' is that of a bean of scope 'user', and has no default.",
                    "Add defaultValue(" + type.getSimpleName() + "::new).");
        }
        return (Attribute<Object>) declared;
    }

    @Override
    public Object get(String bean, ObjectFactory<?> maker) {
        factories.putIfAbsent(bean, maker);
        Object value = session().get(attribute(bean));
        RequestAttributes request = RequestContextHolder.currentRequestAttributes();
        String injected = UserBeanScope.class.getName() + '.' + bean;
        if (request.getAttribute(injected, RequestAttributes.SCOPE_REQUEST) != value) {
            beans().autowireBean(value);
            request.setAttribute(injected, value, RequestAttributes.SCOPE_REQUEST);
        }
        return value;
    }

    @Override
    public @Nullable Object remove(String bean) {
        Attribute<Object> attribute = attribute(bean);
        Object value = session().find(attribute).orElse(null);
        session().remove(attribute);
        return value;
    }

    private Attribute<Object> attribute(String bean) {
        @Nullable Attribute<Object> known = attributes.get(bean);
        if (known == null) {
            throw new IllegalStateException("the bean '" + nameOf(bean)
                    + "' of scope 'user' was registered after PerUser was made: define it in the configuration");
        }
        return known;
    }

    private UserSession session() {
        return beans().getBean(UserSession.class);
    }

    @Override
    public void registerDestructionCallback(String bean, Runnable callback) {
        LOG.debug("the bean '{}' lives in sessions: its destruction callback is not called", nameOf(bean));
    }

    @Override
    public @Nullable Object resolveContextualObject(String key) {
        return null;
    }

    @Override
    public @Nullable String getConversationId() {
        return null;
    }
}
