/**
 * For the tests of Spring Boot applications: slices and MockMvc. Application contexts of tests keep sessions in memory
 * instead of the developer's file, and have a bean {@link dev.peruser.test.TestStore}.
 */
@NullMarked
package dev.peruser.test.spring;

import org.jspecify.annotations.NullMarked;
