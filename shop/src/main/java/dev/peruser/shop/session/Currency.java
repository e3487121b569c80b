package dev.peruser.shop.session;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

/** What prices are shown in. The rates are fixed: this is a demonstration. */
public enum Currency {
    /** Euro, the currency of the price list. */
    EUR("Euro", "€", "1"),
    /** US dollar. */
    USD("US dollar", "$", "1.10"),
    /** Pound sterling. */
    GBP("Pound sterling", "£", "0.85"),
    /** Swiss franc. */
    CHF("Swiss franc", "CHF\u00a0", "0.95");

    private final String title;
    private final String sign;
    private final BigDecimal rate;

    Currency(String title, String sign, String rate) {
        this.title = title;
        this.sign = sign;
        this.rate = new BigDecimal(rate);
    }

    /** The currency by its code, if the shop has it. */
    public static Optional<Currency> find(String code) {
        return Arrays.stream(values())
                .filter(currency -> currency.name().equals(code))
                .findFirst();
    }

    /** Its name in words. */
    public String title() {
        return title;
    }

    /** How much of it one euro is, as people write it. */
    public String rateText() {
        return price(100);
    }

    /** What a price of the list is in this currency, in hundredths. */
    public long convert(int euroCents) {
        return rate.multiply(BigDecimal.valueOf(euroCents))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** An amount in hundredths of this currency, as people write it. */
    public String format(long hundredths) {
        return sign + BigDecimal.valueOf(hundredths, 2).toPlainString();
    }

    /** A price of the list, as people write it in this currency. */
    public String price(int euroCents) {
        return format(convert(euroCents));
    }
}
