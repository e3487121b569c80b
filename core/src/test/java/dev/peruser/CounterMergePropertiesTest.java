package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Cases.Rebase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of the rebase as properties of generated counters. */
class CounterMergePropertiesTest {
    @Test
    void countersDeltas_areAdded() {
        Cases.check(20_000, "made by both; with fractions; beyond a long; negative; changed by me; nested", cases -> {
            Map<String, Object> base = new LinkedHashMap<>();
            Map<String, Object> mine = new LinkedHashMap<>();
            Map<String, Object> theirs = new LinkedHashMap<>();
            Map<String, BigDecimal> expected = new LinkedHashMap<>();
            for (int i = cases.between(1, 4); i > 0; i--) {
                Number before = number(cases);
                Number myNumber = number(cases);
                Number theirNumber = cases.oneIn(4) ? before : number(cases);
                boolean isNew = cases.oneIn(4);
                Cases.putUnless(isNew, base, "k" + i, before);
                mine.put("k" + i, myNumber);
                theirs.put("k" + i, theirNumber);
                BigDecimal sum = exact(myNumber).add(exact(theirNumber));
                expected.put("k" + i, isNew ? sum : sum.subtract(exact(before)));
                cases.hitIf(isNew, "made by both");
                cases.hitIf(before instanceof BigDecimal, "with fractions");
                cases.hitIf(myNumber instanceof BigInteger, "beyond a long");
                cases.hitIf(sum.signum() < 0, "negative");
                cases.hitIf(before.equals(theirNumber), "changed by me");
            }
            boolean isNested = cases.oneIn(2);
            Map<?, ?> result = Cases.asMap(Rebase.of(
                            Cases.COUNTER,
                            isNested ? Cases.wrapped(base) : base,
                            isNested ? Cases.wrapped(mine) : mine,
                            isNested ? Cases.wrapped(theirs) : theirs)
                    .result());
            Map<?, ?> numbers = isNested ? Cases.asMap(result.get("k")) : result;
            assertThat(numbers.keySet()).isEqualTo(expected.keySet());
            numbers.forEach((key, number) -> {
                assertThat(exact((Number) number))
                        .as("%s of base %s, mine %s, theirs %s", key, base, mine, theirs)
                        .isEqualByComparingTo(expected.get(key));
                boolean isWhole = !(mine.get(key) instanceof BigDecimal)
                        && !(theirs.get(key) instanceof BigDecimal)
                        && !(base.get(key) instanceof BigDecimal);
                assertThat(isWhole && number instanceof BigDecimal).isFalse();
            });
            cases.hitIf(isNested, "nested");
        });
    }

    private static Number number(Cases cases) {
        return switch (cases.below(5)) {
            case 0 -> BigDecimal.valueOf(cases.between(-300, 300), 2);
            case 1 -> BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.valueOf(cases.oneIn(2) ? 3 : -3));
            case 2 -> Long.MAX_VALUE - cases.below(10);
            default -> cases.between(-5, 20);
        };
    }

    private static BigDecimal exact(Number number) {
        return new BigDecimal(number.toString());
    }

    /** Many writers, each on the base that it happened to load: the order of their commits makes no difference. */
    @Test
    void counterOfManyWriters_isTheSumOfTheirDeltas_inWhateverOrderTheyCommit() {
        Cases.check(5_000, "from a base that had moved", cases -> {
            List<Object> history = new ArrayList<>(List.of(Cases.wrapped(0)));
            int total = 0;
            int writers = cases.between(2, 8);
            for (int i = 0; i < writers; i++) {
                int delta = cases.between(-3, 3);
                Map<String, Object> loaded = Cases.asMap(cases.oneOf(history));
                Map<String, Object> mine = Cases.wrapped(((Number) loaded.get("k")).intValue() + delta);
                Object newest = history.get(history.size() - 1);
                history.add(Rebase.of(Cases.COUNTER, loaded, mine, newest).result());
                total += delta;
                cases.hitIf(!loaded.equals(newest) && delta != 0, "from a base that had moved");
            }
            Map<String, Object> last = Cases.asMap(history.get(history.size() - 1));
            assertThat(((Number) last.get("k")).intValue()).as("%s", history).isEqualTo(total);
        });
    }
}
