package dev.peruser.spring;

import dev.peruser.PerUser;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks a {@code JacksonModule} bean that PerUser's own mapper uses, for types of session values that Jackson can't
 * read by itself. Other module beans are for the application's mapper only, so that what changes a web page's JSON
 * can't change what is stored.
 *
 * <p>Spring Boot gives each module bean to the application's mapper, a marked one too. For one that only PerUser uses,
 * say {@code @Bean(defaultCandidate = false)}.
 *
 * @see PerUser.Builder#jacksonModule
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier public @interface PerUserJacksonModule {}
