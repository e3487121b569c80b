package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.merge.ThreeWayMerge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Single cases of the rebase, as JSON: base, mine, theirs, result. */
class ThreeWayMergeTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Attribute<Map<String, Object>> LINES = Attribute.builder(
                    "cart", new TypeReference<Map<String, Object>>() {})
            .itemIdentityIn("lines", "sku", "size")
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a:1}            | {a:2}            | {a:1}              | {a:2}
            {a:1}            | {a:1}            | {a:2}              | {a:2}
            {a:1}            | {a:2}            | {a:3}              | {a:2}
            {a:1,b:1}        | {a:2,b:1}        | {a:1,b:2}          | {a:2,b:2}
            {}               | {a:1}            | {b:1}              | {b:1,a:1}
            {}               | {a:1}            | {a:1}              | {a:1}
            {a:{x:1}}        | {}               | {a:{x:1,y:2}}      | {}
            {a:{x:1}}        | {a:{x:1,y:2}}    | {}                 | {}
            {a:1}            | {a:[1]}          | {a:2}              | {a:[1]}
            {a:null}         | {a:1}            | {a:null}           | {a:1}
            {a:null}         | {a:null}         | {a:1}              | {a:1}
            {a:null}         | {a:null,b:1}     | {a:1}              | {a:1,b:1}
            {a:null}         | {a:[1]}          | {a:[2]}            | {a:[2,1]}
            {a:null}         | {a:{x:1}}        | {a:{y:1}}          | {a:{y:1,x:1}}
            {a:1}            | {a:null}         | {a:2}              | {a:null}
            {}               | {a:null}         | {}                 | {a:null}
            []               | [1]              | [1]                | [1,1]
            [1,2]            | [1,2,3]          | [1,2,4]            | [1,2,4,3]
            [1,2]            | [2]              | [1,2,3]            | [2,3]
            [1,2]            | [2]              | [2]                | [2]
            [1,1]            | [1]              | [1,1]              | [1]
            [1,1]            | [1,1,1]          | [1]                | [1,1]
            [1,2]            | [2,1]            | [2,1]              | [2,1]
            [1,2]            | [9,1,2]          | [1,2,8]            | [9,1,2,8]
            [1,2]            | [9,2,1]          | [2]                | [9,2]
            [1,2]            | [2,9,1]          | [8,1,2]            | [2,8,9,1]
            [1,2]            | [9,2,1]          | [8,1,2]            | [8,9,2,1]
            [{s:1,q:1},{s:2,q:1}] | [{s:1,q:5},{s:2,q:1}] | [{s:1,q:1},{s:2,q:7}] | [{s:1,q:5},{s:2,q:7}]
            [{s:1,q:1},{s:2,q:1}] | [{s:2,q:1}]  | [{s:1,q:9},{s:2,q:3}] | [{s:2,q:3}]
            [{s:1,q:1},{s:2,q:1}] | [{s:2,q:5}]  | [{s:1,q:1},{s:2,q:1},{s:3,q:1}] | [{s:2,q:5},{s:3,q:1}]
            [{}]             | [{a:1}]          | [{b:1}]            | [{b:1,a:1}]
            [{a:1}]          | [{}]             | [{a:1,b:1}]        | [{b:1}]
            [{p:1},{q:1},{m:1}] | [{m:1},{p:1},{q:1},{m:1,z:1}] | [{p:1},{q:1},{m:1,y:2}] | [{m:1,y:2},{p:1},{q:1},{m:1,z:1}]
            [{m:1},{p:1},{q:1},{m:1,z:2}] | [{p:1},{q:1},{m:1}] | [{m:1,y:2},{p:1},{q:1},{m:1,z:2}] | [{p:1},{q:1},{m:1,y:2}]
            [{n:1,a:1,b:1},5] | [5,{n:1,a:2,b:1}] | [{n:1,a:1,b:3},5] | [5,{n:1,a:2,b:1}]
            [[1],[2]]        | [[1,3],[2]]      | [[1],[2,4]]        | [[1,3],[2,4]]
            5                | 6                | 7                  | 6
            """)
    void plainValues(String base, String mine, String theirs, String result) {
        assertThat(merge(null, base, mine, theirs)).isEqualTo(tree(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {n:1}   | {n:3}   | {n:10}  | {n:12}
            {}      | {n:3}   | {n:10}  | {n:13}
            {n:5}   | {n:4}   | {n:5}   | {n:4}
            {n:1.5} | {n:2.0} | {n:2}   | {n:2.5}
            {n:5}   | {}      | {n:6}   | {}
            {n:null} | {n:3}  | {n:10}  | {n:13}
            {n:'x'} | {n:3}   | {n:10}  | {n:3}
            {n:1.5} | {n:1.5} | {n:2}   | {n:2}
            """)
    void counters_addDifferences(String base, String mine, String theirs, String result) {
        assertThat(merge(Cases.COUNTER, base, mine, theirs).toString())
                .isEqualTo(tree(result).toString());
    }

    /** A guest's late changes on the user's session: what they find nothing for is gone, and stays so. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a:1}            | {a:2}            | {}                 | {}
            {a:1,b:1}        | {a:1,b:2,c:3}    | {}                 | {c:3}
            {a:1}            | {}               | {a:1}              | {}
            {a:1}            | {a:null,b:null}  | {a:2,b:3}          | {a:null,b:3}
            []               | [1]              | [2]                | [2,1]
            [{n:1,q:1}]      | [{n:1,q:2}]      | []                 | []
            [{n:1,q:1}]      | [{n:1,q:1}]      | []                 | []
            [{n:1},{m:1}]    | [{m:1},{n:1,q:2}] | [{m:1}]           | [{m:1},{n:1,q:2}]
            [1,2,{n:1}]      | [2,{n:1,q:2},1]  | [1,2]              | [2,1]
            [1,2]            | [2,1]            | [1,5]              | [1,5]
            """)
    void changesOfAnotherHistory_dontBringBackWhatIsGone(String base, String mine, String theirs, String result) {
        Object merged = new ThreeWayMerge(null, ThreeWayMerge.Missing.NEVER_WAS)
                .merge(of(base), of(mine), of(theirs))
                .orElseThrow()
                .value();
        assertThat(merged).isEqualTo(tree(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {lines:[]}           | {lines:[{sku:'a',size:1,q:1}]}       | {lines:[{sku:'a',size:1,q:2}]} | {lines:[{sku:'a',size:1,q:1}]}
            {lines:[]}           | {lines:[{sku:'a',q:1}]}              | {lines:[{sku:'a',q:2}]}        | {lines:[{sku:'a',q:2},{sku:'a',q:1}]}
            {other:[]}           | {other:[{sku:'a',size:1,q:1}]}       | {other:[{sku:'a',size:1,q:2}]} | {other:[{sku:'a',size:1,q:2},{sku:'a',size:1,q:1}]}
            {x:{lines:[]}}       | {x:{lines:[{sku:'a',size:1,q:1}]}}   | {x:{lines:[{sku:'a',size:1}]}} | {x:{lines:[{sku:'a',size:1},{sku:'a',size:1,q:1}]}}
            """)
    void identity_holdsAtItsPath_forElementsThatHaveAllOfIt(String base, String mine, String theirs, String result) {
        assertThat(merge(LINES, base, mine, theirs)).isEqualTo(tree(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []            | [{id:1,q:1}]         | [{id:1,q:2}]         | [{id:1,q:1}]
            {k:[]}        | {k:[{id:1,q:1}]}     | {k:[{id:1,q:2}]}     | {k:[{id:1,q:1}]}
            {k:{l:[]}}    | {k:{l:[{id:1,q:1}]}} | {k:{l:[{id:1,q:2}]}} | {k:{l:[{id:1,q:2},{id:1,q:1}]}}
            """)
    void identityOfTheWholeValue_holdsForAListOrAMapOfLists(String base, String mine, String theirs, String result) {
        Attribute<Object> attribute =
                Attribute.builder("l", Object.class).itemIdentity("id").build();
        assertThat(merge(attribute, base, mine, theirs)).isEqualTo(tree(result));
    }

    @Test
    void identifiedItems_pairByTheirIdentity_notByPosition() {
        String base = "{lines:[{sku:'a',size:'S',q:1},{sku:'b',size:'S',q:1}]}";
        String mine = "{lines:[{sku:'b',size:'S',q:2},{sku:'a',size:'S',q:1}]}";
        String theirs = "{lines:[{sku:'c',size:'S',q:1},{sku:'a',size:'S',q:3},{sku:'b',size:'S',q:1}]}";
        String result = "{lines:[{sku:'b',size:'S',q:2},{sku:'c',size:'S',q:1},{sku:'a',size:'S',q:3}]}";
        assertThat(merge(LINES, base, mine, theirs)).isEqualTo(tree(result));
    }

    @Test
    void identityAddedOnBothSides_isOneItem_otherOptionsAreAnother() {
        String mine = "{lines:[{sku:'a',size:'S',q:2},{sku:'a',size:'L',q:1}]}";
        String theirs = "{lines:[{sku:'a',size:'S',q:1}]}";
        String result = "{lines:[{sku:'a',size:'S',q:2},{sku:'a',size:'L',q:1}]}";
        assertThat(merge(LINES, "{lines:[]}", mine, theirs)).isEqualTo(tree(result));
    }

    @Test
    void wholeValueRemovedByOne_staysRemoved() {
        ThreeWayMerge merge = new ThreeWayMerge(null, ThreeWayMerge.Missing.WAS_REMOVED);
        Optional<ThreeWayMerge.Tree> base = of("{a:1}");
        assertThat(merge.merge(base, of("{a:2}"), Optional.empty())).isEmpty();
        assertThat(merge.merge(base, Optional.empty(), of("{a:2}"))).isEmpty();
    }

    @Test
    void longLists_areMergedInTime() {
        List<Object> base = new java.util.ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            base.add(i % 1_000);
        }
        List<Object> mine = new java.util.ArrayList<>(base);
        java.util.Collections.reverse(mine);
        List<Object> theirs = new java.util.ArrayList<>(base);
        theirs.add("x");
        Object merged = new ThreeWayMerge(null, ThreeWayMerge.Missing.WAS_REMOVED)
                .merge(
                        Optional.of(new ThreeWayMerge.Tree(base)),
                        Optional.of(new ThreeWayMerge.Tree(mine)),
                        Optional.of(new ThreeWayMerge.Tree(theirs)))
                .orElseThrow()
                .value();
        assertThat((List<?>) merged).hasSize(20_001);
    }

    private static Optional<ThreeWayMerge.Tree> of(String json) {
        return Optional.of(new ThreeWayMerge.Tree(tree(json)));
    }

    private static Object merge(Attribute<?> attribute, String base, String mine, String theirs) {
        Object result = new ThreeWayMerge(attribute, ThreeWayMerge.Missing.WAS_REMOVED)
                .merge(of(base), of(mine), of(theirs))
                .orElseThrow()
                .value();
        return java.util.Objects.requireNonNull(result);
    }

    /** JSON with names and quotes left out for reading's sake. */
    private static Object tree(String json) {
        String quoted = json.replace('\'', '"').replaceAll("([{,])(\\w+):", "$1\"$2\":");
        return new JsonCodec(Limits.DEFAULT)
                .decodePlain(MAPPER.readTree(quoted).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
