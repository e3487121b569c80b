package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.SignInPolicy.Decision;
import org.junit.jupiter.api.Test;

class AdversaryFiveTest extends SetAsideFixture {
    @Test
    void carryAfterALaterMerge_undeclaredText_isNotLost() {
        phone.request(s -> s.put("name", "Ada"));
        answer = Decision.keepAccount();
        signInAfter(s -> s.put("name", "one"));
        String first = id();
        answer = Decision.merge();
        signInAfter(s -> s.put("name", "two"));
        String before = adas().toString();
        Object carried = phone.<Object>ask(s -> s.carrySetAside(first));
        System.out.println("FIVE " + before + carried + adas() + setAside());
        assertThat(adas().toString() + setAside().stream().map(MergeReport.SetAside::ofGuest).toList()).contains("one");
    }

    @Test
    void carryBoth_accountHadNone_undeclaredText() {
        answer = Decision.keepAccount();
        signInAfter(s -> s.put("name", "one"));
        String first = id();
        signInAfter(s -> s.put("name", "two"));
        String second = id();
        Object a = phone.<Object>ask(s -> s.carrySetAside(first));
        Object b = phone.<Object>ask(s -> s.carrySetAside(second));
        System.out.println("FIVEB " + a + b + adas() + setAside());
        assertThat(adas().toString() + setAside().stream().map(MergeReport.SetAside::ofGuest).toList()).contains("one").contains("two");
    }
}
