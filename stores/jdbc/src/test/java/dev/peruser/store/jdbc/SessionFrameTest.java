package dev.peruser.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.SessionDataException;
import dev.peruser.store.jdbc.internal.SessionFrame;
import dev.peruser.store.jdbc.internal.SessionFrame.UnreadableException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionFrameTest {

    /** The stored form of format 1, byte for byte: it must never change, because it is in people's databases. */
    @Test
    void encode_writesFormatOne() {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        attributes.put("ab", new byte[] {7, 8, 9});
        attributes.put("\u00e4", new byte[0]);
        assertThat(HexFormat.of().formatHex(SessionFrame.encode(new byte[] {5}, attributes)))
                .isEqualTo("01" + "00000001" + "05" + "00000002"
                        + ("00000002" + "6162" + "00000003" + "070809")
                        + ("00000002" + "c3a4" + "00000000"));
    }

    @Test
    void decode_readsWhatWasWrittenInOrder() throws Exception {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        attributes.put("z", "1".getBytes(UTF_8));
        attributes.put("a", "2".getBytes(UTF_8));
        attributes.put("\ud83d\uded2", "3".getBytes(UTF_8));
        SessionFrame frame = SessionFrame.decode(SessionFrame.encode("header".getBytes(UTF_8), attributes));
        assertThat(frame.header()).isEqualTo("header".getBytes(UTF_8));
        assertThat(frame.attributes().keySet()).containsExactly("z", "a", "\ud83d\uded2");
        assertThat(frame.attributes().get("z")).isEqualTo("1".getBytes(UTF_8));
    }

    @Test
    void decode_refusesEveryCutOffFrame() {
        byte[] whole = SessionFrame.encode(new byte[] {1, 2, 3}, Map.of("name", new byte[] {4, 5}));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SessionFrame.decode(cut)).isInstanceOf(UnreadableException.class);
        }
    }

    @Test
    void decode_refusesWhatFollowsAFrame() {
        byte[] whole = SessionFrame.encode(new byte[0], Map.of());
        assertThatThrownBy(() -> SessionFrame.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(UnreadableException.class);
    }

    /** It came back as a name with a replacement character, and was stored under that one from then on. */
    @Test
    void decode_refusesANameThatIsNotUtf8() throws Exception {
        for (String name : new String[] {"ff", "c0", "ed"}) {
            byte[] frame = HexFormat.of().parseHex("01000000000000000100000001" + name + "00000000");
            assertThatThrownBy(() -> SessionFrame.decode(frame))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage("it is damaged");
        }
        byte[] genuine = SessionFrame.encode(new byte[0], Map.of("\uFFFD", new byte[] {1}));
        assertThat(SessionFrame.decode(genuine).attributes()).containsOnlyKeys("\uFFFD");
    }

    @Test
    void decode_refusesLengthsThatNoFrameHas() {
        for (String frame : new String[] {"01ffffffff", "017fffffff", "0100000000ffffffff", "01000000007fffffff"}) {
            assertThatThrownBy(() -> SessionFrame.decode(HexFormat.of().parseHex(frame)))
                    .isInstanceOf(UnreadableException.class);
        }
    }

    @Test
    void decode_namesTheFormatOfALaterVersion() {
        assertThatThrownBy(() -> SessionFrame.decode(new byte[] {2, 0, 0}))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("it has the format 2, and this version reads 1");
    }

    @Test
    void encode_refusesHalfASurrogatePair() {
        assertThatThrownBy(() -> SessionFrame.encode(new byte[0], Map.of("half \ud83d", new byte[0])))
                .isInstanceOf(SessionDataException.class)
                .hasMessageContaining("surrogate");
    }
}
