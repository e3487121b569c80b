package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The code in the documents is code that is tested, with the imports that it needs. */
class CodeInDocumentsIT {
    private final List<Markdown> documents = Markdown.all();

    @Test
    void javaCode_isARegionOfATestedSource_orAFileOfAnExample() {
        Map<String, List<String>> regions = Snippets.all();
        Set<String> used = new LinkedHashSet<>();
        for (Markdown document : documents) {
            for (Markdown.Block block : document.blocks()) {
                if (block.language().equals("java") && block.from("file").isEmpty()) {
                    String where = document.name() + ":" + block.line();
                    String name = block.from("snippet").orElse("");
                    assertThat(regions).as(where).containsKey(name);
                    assertThat(Snippets.withoutIndentation(block.text()))
                            .as(where)
                            .isEqualTo(regions.get(name));
                    used.add(name);
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(20).containsExactlyInAnyOrderElementsOf(regions.keySet());
    }

    /** In whatever language: a file or lines of one, or a block of an example's README, which its own test runs. */
    @Test
    void codeOfExamples_isAsItIsThere() throws IOException {
        int checked = 0;
        for (Markdown document : documents) {
            for (Markdown.Block block : document.blocks()) {
                String where = document.name() + ":" + block.line();
                if (block.language().equals("kotlin")) {
                    assertThat(block.from("file").or(() -> block.from("part")))
                            .as(where)
                            .isPresent();
                }
                Optional<String> file = block.from("file");
                if (file.isPresent()) {
                    assertThat(block.text())
                            .as(where)
                            .isEqualTo(Files.readAllLines(Markdown.root().resolve(file.get())));
                    checked++;
                }
                Optional<String> part = block.from("part");
                if (part.isPresent()) {
                    List<String> all = Files.readAllLines(Markdown.root().resolve(part.get()));
                    assertThat(all.stream().map(String::strip).toList())
                            .as(where)
                            .containsSequence(
                                    block.text().stream().map(String::strip).toList());
                    checked++;
                }
                if (block.from("example").isPresent()) {
                    String[] parts = block.from("example").get().split("#", 2);
                    assertThat(Markdown.read(Markdown.root().resolve(parts[0])).blocks())
                            .as(where)
                            .filteredOn(other -> other.from("region").equals(Optional.of(parts[1])))
                            .singleElement()
                            .satisfies(other -> assertThat(other.text()).isEqualTo(block.text()));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(10);
    }
}
