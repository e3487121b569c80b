package dev.peruser.test.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of two requests that change one session at the same time, which is run once for each {@link Race.Order} of
 * them. The method has a parameter of type {@link Race}, which makes the requests in that order; what the test asserts
 * afterwards has to hold for each.
 *
 * <pre>{@code
 * @RaceTest
 * void twoDevices_bothAdd(Race race) {
 *     race.run(laptop, session -> session.list("cart").add("tea"), phone, session -> session.list("cart").add("milk"));
 *     laptop.request(session -> assertThat(session.list("cart")).contains("tea", "milk"));
 * }
 * }</pre>
 *
 * <p>All orders are made on one thread, so a test that fails does so each time.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EachOrder.class)
public @interface RaceTest {}
