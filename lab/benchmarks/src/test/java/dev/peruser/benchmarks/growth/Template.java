package dev.peruser.benchmarks.growth;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Stored bytes that name the hash of a guest's key, for copies that name others'. */
final class Template {
    private final byte[] bytes;
    private final int place;

    /**
     * What was stored for a key.
     *
     * @throws IllegalArgumentException if the key's hash is not in it
     */
    Template(String key, byte[] bytes) {
        this.bytes = bytes.clone();
        this.place = find(bytes, Shopper.sha256(key.getBytes(UTF_8)));
    }

    private static int find(byte[] bytes, byte[] part) {
        for (int from = 0; from <= bytes.length - part.length; from++) {
            if (java.util.Arrays.equals(bytes, from, from + part.length, part, 0, part.length)) {
                return from;
            }
        }
        throw new IllegalArgumentException("the stored session doesn't say whose it is");
    }

    /** What would be stored for another key. */
    byte[] of(String key) {
        byte[] copy = bytes.clone();
        byte[] owner = Shopper.sha256(key.getBytes(UTF_8));
        System.arraycopy(owner, 0, copy, place, owner.length);
        return copy;
    }
}
