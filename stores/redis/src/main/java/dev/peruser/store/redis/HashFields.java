package dev.peruser.store.redis;

import io.lettuce.core.output.KeyValueStreamingChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a hash as they come from the server, one after the other. Filled by Lettuce's thread; to be read once
 * the answer is complete, by the thread that waited for it.
 */
final class HashFields implements KeyValueStreamingChannel<byte[], byte[]> {
    private final List<byte[]> namesAndValues = new ArrayList<>(2 * 16);

    @Override
    public void onKeyValue(byte[] name, byte[] value) {
        namesAndValues.add(name);
        namesAndValues.add(value);
    }

    int size() {
        return namesAndValues.size() / 2;
    }

    byte[] name(int index) {
        return namesAndValues.get(2 * index);
    }

    byte[] value(int index) {
        return namesAndValues.get(2 * index + 1);
    }
}
