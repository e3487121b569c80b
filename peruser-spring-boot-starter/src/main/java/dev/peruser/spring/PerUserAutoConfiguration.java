package dev.peruser.spring;

import dev.peruser.Attribute;
import dev.peruser.MergeBehavior;
import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.SessionDataHolders;
import dev.peruser.SessionMerger;
import dev.peruser.store.SessionStore;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The engine and its store, unless the application has its own. */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@EnableConfigurationProperties(PerUserProperties.class)
public class PerUserAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SessionStore perUserSessionStore(PerUserProperties properties, ListableBeanFactory beans, Environment environment) {
        return new StoreChoice(properties, beans, environment).open();
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnMissingBean
    PerUser perUser(
            SessionStore store,
            PerUserProperties properties,
            ObjectProvider<Attribute<?>> attributes,
            ObjectProvider<MergeBehavior> behavior,
            ObjectProvider<SessionMerger> merger,
            ObjectProvider<SessionDataHolders> holders,
            ObjectProvider<PerUserListener> listener) {
        PerUser.Builder builder = PerUser.builder(store)
                .attributes(attributes.orderedStream().toList())
                .mergeBehavior(behavior.getIfAvailable(() -> behaviorOf(properties.mergeBehavior())))
                .guestIdle(properties.guestIdle())
                .userIdle(properties.userIdle())
                .refreshAfter(properties.refreshAfter())
                .deadline(properties.deadline())
                .waitingRequests(properties.waitingRequests())
                .purgeEvery(properties.purgeEvery())
                .limits(properties.limits().toLimits());
        merger.ifAvailable(builder::sessionMerger);
        holders.ifAvailable(builder::sessionDataHolders);
        listener.ifAvailable(builder::listener);
        if (!properties.migrate()) {
            builder.hideGuestData();
        }
        return builder.build();
    }

    private static MergeBehavior behaviorOf(PerUserProperties.Behavior behavior) {
        return switch (behavior) {
            case LEFT_PRECEDENT -> MergeBehavior.LEFT_PRECEDENT;
            case RIGHT_PRECEDENT -> MergeBehavior.RIGHT_PRECEDENT;
            case STORAGE_PRECEDENT -> MergeBehavior.STORAGE_PRECEDENT;
            case RETAINMENT_PRECEDENT -> MergeBehavior.RETAINMENT_PRECEDENT;
        };
    }
}
