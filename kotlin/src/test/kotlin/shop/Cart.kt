package shop

import dev.peruser.UserSession
import dev.peruser.kotlin.attribute
import dev.peruser.kotlin.set

@JvmInline
value class Sku(val text: String)

data class Line(val sku: Sku, val quantity: Int = 1, val note: String? = null)

data class Cart(val lines: List<Line> = emptyList()) {
    operator fun plus(line: Line) = copy(lines = lines + line)
}

val CART = attribute<Cart>("cart") { defaultValue { Cart() } }

fun add(session: UserSession, line: Line) {
    session[CART] = session[CART] + line
}
