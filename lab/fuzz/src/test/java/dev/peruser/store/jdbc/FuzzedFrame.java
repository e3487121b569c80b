package dev.peruser.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.SessionDataException;
import dev.peruser.store.jdbc.internal.SessionFrame;
import java.util.Map;

/** The form in which a database keeps a session: what is read is written again byte for byte. */
public final class FuzzedFrame {
    private FuzzedFrame() {}

    public static void check(byte[] bytes) {
        SessionFrame frame;
        try {
            frame = SessionFrame.decode(bytes);
        } catch (SessionFrame.UnreadableException e) {
            assertThat(e.getMessage()).startsWith("it ");
            return;
        }
        assertThat(SessionFrame.encode(frame.header(), frame.attributes())).isEqualTo(bytes);
    }

    public static void roundTrip(byte[] header, Map<String, byte[]> attributes) {
        SessionFrame frame;
        try {
            frame = SessionFrame.decode(SessionFrame.encode(header, attributes));
        } catch (SessionDataException e) {
            assertThat(attributes.keySet())
                    .anyMatch(name -> name.chars().anyMatch(unit -> Character.isSurrogate((char) unit)));
            return;
        } catch (SessionFrame.UnreadableException e) {
            throw new AssertionError("what was written can't be read", e);
        }
        assertThat(frame.header()).isEqualTo(header);
        assertThat(frame.attributes().keySet()).containsExactlyElementsOf(attributes.keySet());
        attributes.forEach(
                (name, value) -> assertThat(frame.attributes().get(name)).isEqualTo(value));
    }
}
