package dev.peruser.kotlin

import dev.peruser.Bounds
import dev.peruser.Merger
import dev.peruser.PerUser
import dev.peruser.UserId
import dev.peruser.UserSession
import dev.peruser.store.InMemorySessionStore
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import shop.CART
import shop.Cart
import shop.Line
import shop.Sku
import shop.add

class KotlinSessionTest {
    private val quantities = attribute<MutableMap<String, Int>>("quantities") {
        defaultValue { linkedMapOf() }
        mergeBy(Merger.sum())
    }
    private val visits = attribute<Int>("visits") {
        defaultValue { 0 }
        counter(Bounds.atLeast(0))
    }
    private val theme = attribute<String>("theme")
    private val perUser = PerUser.builder(InMemorySessionStore())
        .attributes(listOf(CART, quantities, visits, theme))
        .kotlinValues()
        .build()
    private val ada = UserId.of("ada")

    private fun <T> inSession(work: (UserSession) -> T): T = perUser.withSession(ada) { session -> work(session) }

    @Test
    fun `data class with defaults and a value class is read back equal`() {
        val bought = Line(Sku("tea"), 2)
        inSession { session -> add(session, bought) }
        inSession { session -> add(session, Line(Sku("milk"), note = "cold")) }
        assertThat(inSession { it[CART] }).isEqualTo(Cart(listOf(bought, Line(Sku("milk"), 1, "cold"))))
    }

    @Test
    fun `value is changed in place`() {
        inSession { session -> session[quantities].merge("tea", 2, Int::plus) }
        inSession { session -> session[quantities].merge("tea", 1, Int::plus) }
        assertThat(inSession { it[quantities] }).isEqualTo(mapOf("tea" to 3))
    }

    @Test
    fun `property is an attribute of the session`() {
        class Preferences(session: UserSession) {
            var theme by session.attribute(this@KotlinSessionTest.theme)
            var visits by session.attribute(this@KotlinSessionTest.visits)
        }
        inSession { session ->
            val preferences = Preferences(session)
            preferences.theme = "dark"
            preferences.visits += 1
            assertThat(session[theme]).isEqualTo("dark")
        }
        assertThat(inSession { Preferences(it).visits }).isEqualTo(1)
        inSession { it.remove(theme) }
        assertThatThrownBy { inSession { Preferences(it).theme } }.isInstanceOf(NoSuchElementException::class.java)
    }

    @Test
    fun `what is missing is null`() {
        assertThat(inSession { it.getOrNull(theme) }).isNull()
        assertThat(inSession { it.getOrNull("anything") }).isNull()
        assertThat(inSession { it.takeMergeReportOrNull() }).isNull()
        inSession { it["anything"] = mapOf("a" to 1) }
        assertThat(inSession { it.getOrNull("anything") }).isEqualTo(mapOf("a" to 1))
    }
}
