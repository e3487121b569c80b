package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.SignInPolicy.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdversaryFourTest extends SetAsideFixture {
    @Test
    void undoOfKeepGuest_afterTheGuestsOtherTabRemovedIt() {
        phone.request(s -> s.put("x", "a"));
        answer = Decision.keepGuest();
        TestEngine.Browser br = engine.browser();
        br.request(s -> s.put("x", "g"));
        Visit late = engine.browser().present(br.tokens().get(0)).begin();
        late.session().remove("x");
        br.signIn("ada").request(UserSession::names);
        late.commit();
        late.end();
        System.out.println("VV " + adas() + setAside());
        String undo = laptop.ask(s -> s.takeMergeReport().orElseThrow().undoId());
        System.out.println("VV " + phone.<Object>ask(s -> s.undoMerge(undo)));
        assertThat(adas()).isEqualTo(Map.of("x", "a"));
    }

    @Test
    void lateChange_afterAJoin_isAcknowledged_andListed() {
        answer = Decision.keepAccount();
        TestEngine.Browser br = engine.browser();
        br.request(s -> s.put("x", "g"));
        Visit late = engine.browser().present(br.tokens().get(0)).begin();
        late.session().put("y", "late");
        br.signIn("ada").request(UserSession::names);
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        late.commit(); // acknowledged
        late.end();
        TestEngine.Browser eve = engine.browser().signIn("eve");
        assertThat(eve.<Object>ask(s -> s.asMap() + "" + s.setAside()).toString()).contains("y");
    }

    @Test
    void nullIsAnswered() {
        assertThat(phone.<Object>ask(s -> s.carrySetAside("x", (String) null))).isNotNull();
    }

    @Test
    void keepGuest_undeclaredCounterOrder_lateOfFirstGuestAfterSecondSetAside_keepAccount() {
        // first guest set aside, second merged, first's late change stays aside
        answer = Decision.keepAccount();
        TestEngine.Browser br = engine.browser();
        br.request(s -> add(s, "mug", 1));
        Visit late = engine.browser().present(br.tokens().get(0)).begin();
        add(late.session(), "mug", 1);
        br.signIn("ada").request(UserSession::names);
        answer = Decision.merge();
        signInAfter(s -> add(s, "jam", 1));
        late.commit();
        late.end();
        assertThat(cart()).isEqualTo(Map.of("jam", 1));
        assertThat(setAside().get(0).guestValue(CART)).contains(Map.of("mug", 2));
    }

    @Test
    void policyOnTheSecondOfTwo_carryFirstAfterSecondKeepsGuest_undeclaredText() {
        phone.request(s -> s.put("name", "Ada"));
        answer = Decision.keepAccount();
        signInAfter(s -> s.put("name", "one"));
        String first = id();
        answer = Decision.keepGuest();
        signInAfter(s -> s.put("name", "two"));
        String second = id();
        phone.request(s -> s.carrySetAside(first));
        System.out.println("TXT " + adas() + setAside().stream().map(a -> a.ofGuest() + "" + a.ofAccount()).toList());
        phone.request(s -> s.carrySetAside(second));
        System.out.println("TXT " + adas() + setAside());
        assertThat(adas().toString()).contains("one").contains("two").contains("Ada");
    }

    @Test
    void oneThatCarriesWhatChangedSince_undeclaredText_losesNeither() {
        phone.request(s -> s.put("name", "Ada"));
        answer = Decision.keepAccount();
        signInAfter(s -> s.put("name", "G"));
        phone.request(s -> s.put("name", "Ada2"));
        assertThat(phone.<Object>ask(s -> s.carrySetAside(id()))).isEqualTo(java.util.Set.of("name"));
        assertThat(adas().toString() + setAside()).contains("G");
    }
}
