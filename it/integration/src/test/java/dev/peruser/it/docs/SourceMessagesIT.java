package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That the scanner of messages sees them, and nothing else, so that {@link MessagesIT} can fail. */
class SourceMessagesIT {
    @Test
    void literalsJoinedByPlus_areOne() {
        String source = """
                throw new IllegalStateException("the cart of this visitor"
                        + " can't be read" // a comment between them
                        + "; nothing was saved");
                """;
        assertThat(SourceMessages.literals(source))
                .containsExactly("the cart of this visitor can't be read; nothing was saved");
    }

    @Test
    void whatIsFilledIn_partsThem() {
        String source = "\"attribute '\" + name + \"' has no value\" + (isLate ? \" any more\" : \" yet\")";
        assertThat(SourceMessages.literals(source))
                .containsExactly("attribute '", "' has no value", " any more", " yet");
    }

    @Test
    void arguments_areNotJoined() {
        assertThat(SourceMessages.literals("f(\"one\", \"two\" + 1 + \"three\", '+', \"four\")"))
                .containsExactly("one", "two", "three", "four");
    }

    @Test
    void commentsAndCharacters_arePassedOver() {
        String source = """
                /** Says "no such thing". */
                char quote = '"'; // and "no other"
                char escaped = '\\''; /* "nor this" */ String text = "a \\"quoted\\" word";
                """;
        assertThat(SourceMessages.literals(source)).containsExactly("a \"quoted\" word");
    }

    @Test
    void placeholdersAreEllipses_andWhiteSpaceIsOneBlank() {
        assertThat(SourceMessages.literals("\"%,d of %s%n  are left, {} per second\""))
                .containsExactly("… of … are left, … per second");
        assertThat(SourceMessages.literals("\"\"\"\n    one\n    two\"\"\"")).containsExactly(" one two");
    }

    @Test
    void sentencesHaveFourWords() {
        assertThat(SourceMessages.isSentence("it has been closed")).isTrue();
        assertThat(SourceMessages.isSentence("no host")).isFalse();
        assertThat(SourceMessages.isSentence("A B C D")).isFalse();
    }
}
