package dev.peruser.spring;

import dev.peruser.Attribute;
import dev.peruser.MergeBehavior;
import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.SessionMerger;
import dev.peruser.SignInPolicy;
import dev.peruser.UserRecords;
import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.spring.scope.UserBeanScope;
import dev.peruser.store.SessionStore;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JacksonModule;

/** The engine and its store, unless the application has its own. */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@EnableConfigurationProperties(PerUserProperties.class)
public class PerUserAutoConfiguration {
    private final Environment environment;
    private final ListableBeanFactory beans;

    PerUserAutoConfiguration(Environment environment, ListableBeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    @Bean
    static BeanFactoryPostProcessor perUserPropertyNames(Environment environment) {
        return factory -> SettingsCheck.requireKnownNames(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    SessionStore perUserSessionStore(PerUserProperties properties) {
        SettingsCheck.requireRight(properties, environment);
        SessionStore store = StartUpCheck.of(new StoreChoice(properties, beans, environment).open());
        return NearCacheChoice.inFrontOf(MoveChoice.into(store, properties.moveFrom()), properties.nearCache());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnMissingBean
    PerUser perUser(
            SessionStore store,
            PerUserProperties properties,
            ObjectProvider<Attribute<?>> attributes,
            ObjectProvider<MergeBehavior> behavior,
            ObjectProvider<SessionMerger> merger,
            ObjectProvider<SignInPolicy> policy,
            ObjectProvider<UserRecords> holders,
            ObjectProvider<PerUserListener> listeners,
            @PerUserJacksonModule ObjectProvider<JacksonModule> jacksonModules,
            ObjectProvider<PerUserJsonMapperCustomizer> mapperCustomizers,
            ObjectProvider<UserBeanScope> scope,
            ObjectProvider<StoreDecorator> decorators) {
        SettingsCheck.requireRight(properties, environment);
        SessionStore decorated = store;
        for (StoreDecorator decorator : decorators.orderedStream().toList()) {
            decorated = decorator.decorate(decorated);
        }
        List<Attribute<?>> declared = attributes.orderedStream().toList();
        PerUser.Builder builder = properties.applyTo(PerUser.builder(decorated)).attributes(declared);
        scope.ifAvailable(beans -> builder.attributes(beans.attributesBesides(declared)));
        behavior.ifAvailable(builder::mergeBehavior);
        merger.ifAvailable(builder::sessionMerger);
        policy.ifAvailable(builder::signInPolicy);
        holders.ifAvailable(properties.userRecords().former() ? builder::formerUserRecords : builder::userRecords);
        listeners.orderedStream().forEach(builder::listener);
        JsonMapperChoice.applyTo(builder, jacksonModules, mapperCustomizers);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw StartFailure.of(
                    e.getMessage() + "." + declaring(String.valueOf(e.getMessage())),
                    "Correct the declaration; docs/guide/values.md says what a value's class must be like.",
                    e);
        }
    }

    /** Which beans the words are about. */
    private String declaring(String mistakes) {
        String names = Stream.of(beans.getBeanNamesForType(Attribute.class))
                .filter(bean -> mistakes.contains(
                        "attribute '" + beans.getBean(bean, Attribute.class).name() + "'"))
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " It is declared by: " + names + ".";
    }
}
