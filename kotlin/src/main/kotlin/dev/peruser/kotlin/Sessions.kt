package dev.peruser.kotlin

import dev.peruser.Attribute
import dev.peruser.MergeReport
import dev.peruser.UserSession
import kotlin.properties.ReadWriteProperty
import kotlin.reflect.KProperty

/** The value of a declared attribute, without its default, or null: as [UserSession.find]. */
public fun <T : Any> UserSession.getOrNull(attribute: Attribute<T>): T? = find(attribute).orElse(null)

/** The value under a name, or null: as [UserSession.get]. */
public fun UserSession.getOrNull(name: String): Any? = get(name).orElse(null)

/** Puts a value: `session[CART] = cart`. What was handed out before can also be changed in place. */
public operator fun <T : Any> UserSession.set(attribute: Attribute<T>, value: T) {
    put(attribute, value)
}

/** Puts a JSON-like value under a name; null is a value, too. */
public operator fun UserSession.set(name: String, value: Any?) {
    put(name, value)
}

/**
 * A property that is an attribute of this session: `var theme by session.attribute(THEME)`. Each access goes to the session, so an
 * injected session may be delegated to by a singleton.
 */
public fun <T : Any> UserSession.attribute(attribute: Attribute<T>): ReadWriteProperty<Any?, T> =
    SessionProperty(this, attribute)

/** What the guest had under an attribute that a sign-in carried, or null: as [MergeReport.guestValue]. */
public fun <T : Any> MergeReport.guestValueOrNull(attribute: Attribute<T>): T? = guestValue(attribute).orElse(null)

/** The report of the last sign-in that nobody has taken yet, or null: as [UserSession.takeMergeReport]. */
public fun UserSession.takeMergeReportOrNull(): MergeReport? = takeMergeReport().orElse(null)

private class SessionProperty<T : Any>(
    private val session: UserSession,
    private val attribute: Attribute<T>,
) : ReadWriteProperty<Any?, T> {
    override fun getValue(thisRef: Any?, property: KProperty<*>): T = session.get(attribute)

    override fun setValue(thisRef: Any?, property: KProperty<*>, value: T) {
        session.put(attribute, value)
    }
}
