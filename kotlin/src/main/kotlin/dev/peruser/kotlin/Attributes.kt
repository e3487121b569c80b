package dev.peruser.kotlin

import dev.peruser.Attribute
import dev.peruser.PerUser
import tools.jackson.core.type.TypeReference
import tools.jackson.module.kotlin.kotlinModule

/**
 * Declares an attribute of the type that stands in the angle brackets, generic ones included:
 * `attribute<Map<String, Int>>("quantities") { mergeBy(Merger.sum()) }`.
 *
 * @param name the name under which it is stored
 * @param configure what [Attribute.Builder] offers; by default nothing is set
 */
public inline fun <reified T : Any> attribute(
    name: String,
    configure: Attribute.Builder<T>.() -> Unit = {},
): Attribute<T> = Attribute.builder(name, object : TypeReference<T>() {}).apply(configure).build()

/**
 * Adds Jackson's module for Kotlin, so that values may be data classes and value classes. Spring Boot's starter does it by
 * itself.
 */
public fun PerUser.Builder.kotlinValues(): PerUser.Builder = jacksonModule(kotlinModule())
