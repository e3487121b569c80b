package dev.peruser.it.fuzz;

import dev.peruser.internal.values.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the bytes that a fuzzer made as a row of choices. When they are used up, each choice is the first one. */
public final class Choices {
    private static final int MOST_ENTRIES = 5;

    private final byte[] data;
    private int position;
    private boolean anyDecimal;

    public Choices(byte[] data) {
        this.data = data;
    }

    /** From now on decimals may be such that they have no stored form. */
    public Choices withAnyDecimal() {
        anyDecimal = true;
        return this;
    }

    public int byteValue() {
        return position < data.length ? data[position++] & 0xFF : 0;
    }

    /** One of 0 to {@code count - 1}. */
    public int oneOf(int count) {
        return byteValue() % count;
    }

    public boolean yes() {
        return (byteValue() & 1) == 1;
    }

    public char unit() {
        return (char) (byteValue() << 8 | byteValue());
    }

    /** As many bytes as the next byte says, or fewer at the end. */
    public byte[] bytes() {
        return bytes(byteValue());
    }

    public byte[] bytes(int most) {
        int end = Math.min(data.length, position + most);
        byte[] bytes = Arrays.copyOfRange(data, Math.min(position, end), end);
        position = end;
        return bytes;
    }

    public byte[] rest() {
        return bytes(data.length);
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Text of any UTF-16 units, halves of surrogate pairs among them. */
    public String units() {
        int length = byteValue();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length && position < data.length; i++) {
            text.append(unit());
        }
        return text.toString();
    }

    // ---- trees

    /** A JSON-like value as it would be read from a store. */
    public Object tree(int depth) {
        return switch (oneOf(depth > 0 ? 8 : 4)) {
            case 0 -> oneOf(4);
            case 1 -> scalar();
            case 2 -> "t" + oneOf(3);
            case 3 -> yes();
            case 4, 5 -> list(depth);
            default -> map(depth);
        };
    }

    private Object scalar() {
        return switch (oneOf(6)) {
            case 0 -> null;
            case 1 -> Long.MAX_VALUE - oneOf(3);
            case 2 -> BigInteger.TEN.pow(20 + oneOf(4)).negate();
            case 3 -> new BigDecimal(BigInteger.valueOf(unit()), (byte) byteValue());
            case 4 -> new BigDecimal(new BigInteger(1, bytes(12)), exponent());
            default -> text();
        };
    }

    /** Also those at the ends of what a decimal can have. */
    private int exponent() {
        return switch (oneOf(4)) {
            case 0 -> (anyDecimal ? Integer.MIN_VALUE : -Decimals.MOST_PLACES) + oneOf(40);
            case 1 -> (anyDecimal ? Integer.MAX_VALUE : Decimals.MOST_PLACES) - oneOf(40);
            case 2 -> -999_999_999;
            default -> unit();
        };
    }

    public List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = oneOf(MOST_ENTRIES); i > 0; i--) {
            list.add(tree(depth - 1));
        }
        return list;
    }

    public Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = oneOf(MOST_ENTRIES); i > 0; i--) {
            map.put(key(), tree(depth - 1));
        }
        return map;
    }

    private String key() {
        return String.valueOf((char) ('a' + oneOf(5)));
    }

    /** The tree with some changes. */
    public Object changed(Object tree, int depth) {
        if (oneOf(6) == 0) {
            return tree(2);
        }
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> changed = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                int choice = oneOf(4);
                if (choice > 0) {
                    changed.put((String) key, choice == 1 && depth > 0 ? changed(value, depth - 1) : value);
                }
            });
            if (yes()) {
                changed.put(key(), tree(1));
            }
            return changed;
        }
        return tree instanceof List<?> list ? changedList(list, depth) : tree;
    }

    private List<Object> changedList(List<?> list, int depth) {
        List<Object> changed = new ArrayList<>();
        for (Object value : list) {
            int choice = oneOf(4);
            if (choice > 0) {
                changed.add(choice == 1 && depth > 0 ? changed(value, depth - 1) : value);
            }
        }
        if (yes()) {
            changed.add(oneOf(changed.size() + 1), tree(1));
        }
        if (changed.size() > 1 && oneOf(4) == 0) {
            changed.add(oneOf(changed.size()), changed.remove(oneOf(changed.size())));
        }
        return changed;
    }
}
