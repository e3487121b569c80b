package dev.peruser.it.values

import java.math.BigDecimal
import java.util.Currency

/** A data class with defaults for what old data lacks. */
data class KotlinCart(val lines: List<KotlinLine> = emptyList(), val coupon: String? = null, val isGift: Boolean = false)

data class KotlinLine(val product: String, val quantity: Int = 1, val price: KotlinMoney? = null)

/** Money as one value, compared by its digits and its currency. */
data class KotlinMoney(val amount: BigDecimal, val currency: Currency)

/** A value that costs no object. */
@JvmInline
value class ProductId(val text: String)

data class KotlinWish(val product: ProductId, val note: String = "")

/** Settings that are changed in place. */
class KotlinSettings {
    var theme: String = "light"
    val recent: MutableList<String> = mutableListOf()
}

sealed interface KotlinStep

data class Address(val street: String) : KotlinStep

object Done : KotlinStep
