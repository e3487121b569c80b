package dev.peruser.spring.scope;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;

/**
 * A bean for each visitor, as {@code @SessionScope} is one for each browser: its state is one attribute of the
 * visitor's session, under the bean's name. A guest's bean merges into the user's at sign-in, on all devices it is the
 * same one, and what is changed in it is saved before the client sees the response. Without a change nothing is.
 *
 * <p>The bean is injected as a proxy, into singletons too. Outside of a request its methods throw
 * {@code IllegalStateException}.
 *
 * <p>The class is written and read as JSON, so it needs what Jackson needs: a constructor without parameters or one
 * that has the properties, and fields, getters or setters that Jackson sees. Fields with {@code @Autowired} are
 * injected again after it was read; mark them {@code transient}. {@code @PreDestroy} methods are not called.
 *
 * <p>How two of them merge is said by an {@link dev.peruser.Attribute} bean with the bean's name, its class, and a
 * default; without one they merge as attributes do that have no rule.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Scope(scopeName = UserScope.NAME)
public @interface UserScope {
    /** The name of the scope. */
    String NAME = "user";

    /** Whether what is injected is a proxy, and of which kind; by default one of the class. */
    @AliasFor(annotation = Scope.class, attribute = "proxyMode")
    ScopedProxyMode proxyMode() default ScopedProxyMode.TARGET_CLASS;
}
