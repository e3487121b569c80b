package dev.peruser.test.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run once on each store that the application may use. Its method, the constructor and the methods that
 * run before each test can have parameters of type
 *
 * <ul>
 *   <li>{@link dev.peruser.test.TestPerUser}: on that store, with the declared attributes
 *   <li>{@link dev.peruser.test.TestPerUser.Builder}: the same, to set more of it
 *   <li>{@link dev.peruser.store.SessionStore}: the store alone
 * </ul>
 *
 * <p>Each run has an empty store and an empty folder, which are closed and removed afterwards.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EachStore.class)
public @interface EachStoreTest {

    /**
     * The stores, by classes with a constructor without parameters. By default the memory and the embedded file; name
     * them as well if others are added.
     */
    Class<? extends StoreOpener>[] stores() default {InMemory.class, EmbeddedFile.class};

    /**
     * Classes whose static fields of type {@link dev.peruser.Attribute} are declared to PerUser, besides those of the
     * test's own class.
     */
    Class<?>[] attributesOf() default {};
}
