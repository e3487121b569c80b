package dev.peruser.shop.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CurrencyTest {

    @Test
    void price_isConvertedAndRounded() {
        assertThat(Currency.EUR.price(950)).isEqualTo("€9.50");
        assertThat(Currency.USD.price(950)).isEqualTo("$10.45");
        assertThat(Currency.GBP.price(950)).isEqualTo("£8.08");
        assertThat(Currency.CHF.price(5)).isEqualTo("CHF\u00a00.05");
    }

    @Test
    void find_knowsOnlyExactCodes() {
        assertThat(Currency.find("EUR")).contains(Currency.EUR);
        assertThat(Currency.find("eur")).isEmpty();
        assertThat(Currency.find("")).isEmpty();
    }
}
