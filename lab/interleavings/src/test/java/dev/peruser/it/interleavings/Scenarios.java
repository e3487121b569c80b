package dev.peruser.it.interleavings;

import dev.peruser.GuestToken;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Who meets whom. Two or three actors each, each with a process of its own. */
final class Scenarios {
    static final Duration MARKERS_EXPIRE = Duration.ofHours(2);
    private static final Duration GUESTS_EXPIRE = Duration.ofDays(31);

    private Scenarios() {}

    /** Those that take seconds. */
    static List<Scenario> quick() {
        return List.of(
                commits().mayMeet(1, 1, 1),
                addAndRemove().mayMeet(1, 1, 1),
                principalChangesAndADevice().mayMeet(1, 1, 1),
                twoUsers().mayMeet(0, 1, 1),
                lateGuests(MARKERS_EXPIRE).mayMeet(0, 1, 1),
                lateGuests(GUESTS_EXPIRE).mayMeet(0, 1, 1),
                signInAndDevices().mayMeet(0, 1, 1),
                olderVersion().mayMeet(0, 1, 1),
                broughtAtOnce().mayMeet(0, 1, 1),
                takenBackTwice().mayMeet(0, 1, 1),
                carriedTwice().mayMeet(0, 1, 1));
    }

    /** Those that take minutes together: pairs with all that can happen, and threes with some of it. */
    static List<Scenario> longer() {
        return List.of(
                lateGuest().mayMeet(1, 1, 1),
                broughtByTwo().mayMeet(1, 1, 1),
                signInAndADevice().mayMeet(1, 1, 1),
                twoSignIns().mayMeet(1, 1, 1),
                twoUsersAlone().mayMeet(1, 1, 1),
                eraseAlone().mayMeet(1, 1, 1),
                olderVersionAlone().mayMeet(1, 1, 1),
                signOutAlone().mayMeet(1, 1, 1),
                gatheringAndALateRequest().mayMeet(1, 1, 1),
                gatheringAndASignInOfOne().mayMeet(0, 1, 1),
                twoGuests().mayMeet(0, 1, 0),
                erase().mayMeet(0, 1, 1),
                olderVersionAndALateGuest().mayMeet(0, 1, 1),
                signOut().mayMeet(0, 1, 1),
                principalChanges().mayMeet(0, 1, 1),
                gatheringALateRequestAndASignIn().mayMeet(0, 1, 1),
                twoTabs().mayMeet(0, 1, 0),
                takenBackAndADevice().mayMeet(1, 1, 1),
                takenBackAndALateGuest().mayMeet(1, 1, 1),
                setAsideWithADevice().mayMeet(1, 1, 1),
                setAsideWithALateGuest().mayMeet(1, 1, 1),
                setAsideByOneOfTwo().mayMeet(0, 1, 1),
                carriedAndALateGuest().mayMeet(1, 1, 1),
                carriedAndAnotherSignIn().mayMeet(1, 1, 1),
                takenBackToBeSetAside().mayMeet(0, 1, 1));
    }

    /** Those that take an hour together, and more than ten gigabytes: threes whose calls may fail, too. */
    static List<Scenario> longest() {
        return List.of(
                lateGuests(MARKERS_EXPIRE).mayMeet(1, 1, 1),
                gatheringAndASignInOfOne().mayMeet(1, 1, 1),
                twoTabs().mayMeet(0, 1, 1),
                signInAndDevices().mayMeet(1, 0, 0),
                olderVersion().mayMeet(1, 0, 0),
                twoGuests().mayMeet(1, 0, 0),
                twoUsers().mayMeet(1, 0, 0),
                erase().mayMeet(1, 0, 0),
                twoTabsThatOpen().mayMeet(1, 0, 0),
                gatheringAndASignInOfBoth().mayMeet(0, 0, 0));
    }

    static Scenario commits() {
        return new Scenario("three devices of a user add", MARKERS_EXPIRE)
                .with("phone", stage -> stage.browser().as("ada").add("a1"))
                .with("desk", stage -> stage.browser().as("ada").addByUpdate("a2"))
                .with("tablet", stage -> stage.browser().as("ada").addLate("a3"));
    }

    static Scenario addAndRemove() {
        return new Scenario("two devices of a user add, one removes", MARKERS_EXPIRE)
                .with("phone", stage -> stage.browser().as("ada").add("a1"))
                .with("desk", stage -> stage.browser().as("ada").remove("a0"))
                .with("tablet", stage -> stage.browser().as("ada").addLate("a3"));
    }

    static Scenario signInAndDevices() {
        Scenario scenario = new Scenario("a sign-in, a device that looks, a device that adds", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("phone", stage -> stage.browser().as("ada").show())
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario signInAndADevice() {
        Scenario scenario = new Scenario("a sign-in, a device that adds", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario twoTabs() {
        return twoTabs("two tabs sign in, one adds, a guest's request", tab -> tab.add("a1"));
    }

    static Scenario twoTabsThatOpen() {
        return twoTabs("two tabs sign in, a guest's request", Stage.Browser::open);
    }

    private static Scenario twoTabs(String name, Consumer<Stage.Browser> otherTab) {
        Scenario scenario = new Scenario(name, MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("tab", stage -> stage.browser(token).as("ada").open())
                .with("other tab", stage -> otherTab.accept(stage.browser(token).as("ada")))
                .with("guest", stage -> stage.browser(token).add("g2"));
    }

    static Scenario twoUsers() {
        Scenario scenario = new Scenario("two users sign in on one browser, a guest's late request", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("ada", stage -> stage.browser(token).as("ada").open())
                .with("eve", stage -> stage.browser(token).as("eve").add("e1"))
                .with("guest", stage -> stage.browser(token).addLate("g2"));
    }

    static Scenario twoUsersAlone() {
        Scenario scenario = new Scenario("two users sign in on one browser", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("ada", stage -> stage.browser(token).as("ada").open())
                .with("eve", stage -> stage.browser(token).as("eve").add("e1"));
    }

    static Scenario lateGuests(Duration leap) {
        Scenario scenario = new Scenario("a sign-in, two requests of the guest, one of them late", leap);
        GuestToken token = scenario.token("g0");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("guest", stage -> stage.browser(token).addLate("g2"))
                .with("other guest", stage -> stage.browser(token).add("g3"));
    }

    static Scenario lateGuest() {
        Scenario scenario = new Scenario("a sign-in, a late request of the guest", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("guest", stage -> stage.browser(token).addLate("g2"));
    }

    static Scenario olderVersion() {
        Scenario scenario = new Scenario(
                "a sign-in on a server of an older version, a device that looks, one that adds", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with(
                        "sign-in",
                        stage -> stage.older().browser(token).as("ada").open())
                .with("phone", stage -> stage.browser().as("ada").show())
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario olderVersionAlone() {
        Scenario scenario =
                new Scenario("a sign-in on a server of an older version, a device that adds", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with(
                        "sign-in",
                        stage -> stage.older().browser(token).as("ada").open())
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario olderVersionAndALateGuest() {
        Scenario scenario = new Scenario(
                "a sign-in on a server of an older version and one of a newer, a guest's late request", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with(
                        "older", stage -> stage.older().browser(token).as("ada").open())
                .with("newer", stage -> stage.browser(token).as("ada").open())
                .with("guest", stage -> stage.browser(token).addLate("g2"));
    }

    static Scenario twoGuests() {
        Scenario scenario = new Scenario("two browsers sign in, one of the guests has a late request", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        GuestToken other = scenario.token("g1");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("other sign-in", stage -> stage.browser(other).as("ada").open())
                .with("guest", stage -> stage.browser(token).addLate("g2"));
    }

    static Scenario twoSignIns() {
        Scenario scenario = new Scenario("two browsers sign in", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        GuestToken other = scenario.token("g1");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("other sign-in", stage -> stage.browser(other).as("ada").open());
    }

    static Scenario signOut() {
        Scenario scenario = new Scenario(
                "a sign-in, a sign-out that finds the token and goes on as a guest, a guest's request", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("sign-out", stage -> signOutThenAdd(stage.browser(token).as("ada")))
                .with("guest", stage -> stage.browser(token).add("g3"));
    }

    /**
     * With failures. Until it goes on as a guest, a sign-out that finds the token makes the same calls as a second
     * tab's sign-in: {@link #twoTabsThatOpen} explores these beside a sign-in.
     */
    static Scenario signOutAlone() {
        Scenario scenario = new Scenario(
                "a sign-out that finds the token and goes on as a guest, a guest's request", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with(
                        "sign-out", stage -> signOutThenAdd(stage.browser(token).as("ada")))
                .with("guest", stage -> stage.browser(token).add("g3"));
    }

    private static void signOutThenAdd(Stage.Browser browser) {
        browser.signOut();
        browser.add("g2");
    }

    static Scenario erase() {
        Scenario scenario = new Scenario("a sign-in, an erasure, a guest's late request", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("erasure", stage -> stage.erase("ada"))
                .with("guest", stage -> stage.browser(token).addLate("g2"));
    }

    static Scenario eraseAlone() {
        Scenario scenario = new Scenario("a sign-in, an erasure", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open())
                .with("erasure", stage -> stage.erase("ada"));
    }

    static Scenario gatheringAndALateRequest() {
        Scenario scenario = gathering("a request with both tokens, one with one");
        GuestToken other = scenario.token("g1");
        return scenario.with("late", stage -> stage.browser(other).add("g2"));
    }

    /** Whose other cookie was not there yet. */
    static Scenario gatheringAndASignInOfOne() {
        Scenario scenario = gathering("a request with both tokens, a sign-in with one");
        GuestToken token = scenario.token("g0");
        return scenario.with("sign-in", stage -> stage.browser(token).as("ada").open());
    }

    static Scenario gatheringAndASignInOfBoth() {
        Scenario scenario = gathering("a request with both tokens, a sign-in with both");
        GuestToken token = scenario.token("g0");
        GuestToken other = scenario.token("g1");
        return scenario.with(
                "sign-in", stage -> stage.browser(other, token).as("ada").open());
    }

    static Scenario gatheringALateRequestAndASignIn() {
        Scenario scenario = gathering("a request with both tokens, one with one, a sign-in with the other");
        GuestToken token = scenario.token("g0");
        GuestToken other = scenario.token("g1");
        return scenario.with("late", stage -> stage.browser(other).add("g2"))
                .with("sign-in", stage -> stage.browser(token).as("ada").open());
    }

    private static Scenario gathering(String name) {
        Scenario scenario = new Scenario(name, MARKERS_EXPIRE).onOneBrowser();
        GuestToken token = scenario.token("g0");
        GuestToken other = scenario.token("g1");
        return scenario.with("guest", stage -> stage.browser(token, other).show());
    }

    static Scenario broughtByTwo() {
        return new Scenario("a sign-in and a guest's late request bring what is elsewhere", MARKERS_EXPIRE)
                .withAPlace()
                .with("sign-in", stage -> stage.browser().bringing().as("ada").open())
                .with("guest", stage -> stage.browser().bringing().addLate("g2"));
    }

    static Scenario broughtAtOnce() {
        return new Scenario("two guests' requests and a sign-in bring what is elsewhere", MARKERS_EXPIRE)
                .withAPlace()
                .with("guest", stage -> stage.browser().bringing().show())
                .with("other guest", stage -> stage.browser().bringing().add("g2"))
                .with("sign-in", stage -> stage.browser().bringing().as("ada").open());
    }

    static Scenario takenBackTwice() {
        Scenario scenario = new Scenario("a merge is taken back twice, a device that adds", MARKERS_EXPIRE);
        String merge = scenario.signIn();
        return scenario.with("undo", stage -> stage.browser().as("ada").undo(merge, "g0"))
                .with("undo", stage -> stage.browser().as("ada").undo(merge, "g0"))
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario takenBackAndADevice() {
        Scenario scenario = new Scenario("a merge is taken back, a device that adds", GUESTS_EXPIRE);
        String merge = scenario.signIn();
        return scenario.with("undo", stage -> stage.browser().as("ada").undo(merge, "g0"))
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario takenBackAndALateGuest() {
        Scenario scenario = new Scenario("a merge is taken back, a late request of the guest", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        String merge = scenario.signIn();
        return scenario.with("undo", stage -> stage.browser().as("ada").undo(merge, "g0"))
                .with("guest", stage -> stage.browser(token).addLate("g2"));
    }

    static Scenario setAsideWithADevice() {
        return signInThatSetsAside("a sign-in sets aside, a device that adds")
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario setAsideWithALateGuest() {
        Scenario scenario = signInThatSetsAside("a sign-in sets aside, a late request of the guest");
        GuestToken token = scenario.token("g0");
        return scenario.with("guest", stage -> stage.browser(token).addLate("g2"));
    }

    private static Scenario signInThatSetsAside(String name) {
        Scenario scenario = new Scenario(name, MARKERS_EXPIRE).settingAside(Scenario.SetAside.ALWAYS);
        GuestToken token = scenario.token("g0");
        return scenario.with(
                "sign-in",
                stage -> stage.browser(token).settingAside().as("ada").open());
    }

    static Scenario setAsideByOneOfTwo() {
        Scenario scenario = new Scenario("two tabs sign in, and one of them sets aside", MARKERS_EXPIRE)
                .settingAside(Scenario.SetAside.SOMETIMES);
        GuestToken token = scenario.token("g0");
        return scenario.with(
                        "one",
                        stage -> stage.browser(token).settingAside().as("ada").add("a1"))
                .with("other", stage -> stage.browser(token).as("ada").add("a2"));
    }

    static Scenario carriedTwice() {
        Scenario scenario = new Scenario("what was set aside is carried twice, a device that adds", MARKERS_EXPIRE)
                .settingAside(Scenario.SetAside.SOMETIMES);
        String merge = scenario.signInSettingAside();
        return scenario.with("carry", stage -> stage.browser().as("ada").carry(merge, "g0"))
                .with("carry", stage -> stage.browser().as("ada").carry(merge, "g0"))
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario carriedAndALateGuest() {
        Scenario scenario = new Scenario("what was set aside is carried, a late request of the guest", MARKERS_EXPIRE)
                .settingAside(Scenario.SetAside.SOMETIMES);
        GuestToken token = scenario.token("g0");
        String merge = scenario.signInSettingAside();
        return scenario.with("carry", stage -> stage.browser().as("ada").carry(merge, "g0"))
                .with("guest", stage -> stage.browser(token).addLate("g2"));
    }

    static Scenario carriedAndAnotherSignIn() {
        Scenario scenario = new Scenario("what was set aside is carried, another guest signs in", MARKERS_EXPIRE)
                .settingAside(Scenario.SetAside.SOMETIMES);
        GuestToken token = scenario.token("g1");
        String merge = scenario.signInSettingAside();
        return scenario.with("carry", stage -> stage.browser().as("ada").carry(merge, "g0"))
                .with("sign-in", stage -> stage.browser(token).as("ada").open());
    }

    static Scenario takenBackToBeSetAside() {
        Scenario scenario = new Scenario("a merge is taken back to be set aside, a device that adds", MARKERS_EXPIRE)
                .settingAside(Scenario.SetAside.SOMETIMES);
        String merge = scenario.signIn();
        return scenario.with("undo", stage -> stage.browser().as("ada").setAside(merge))
                .with("carry", stage -> stage.browser().as("ada").carry(merge, "g0"))
                .with("desk", stage -> stage.browser().as("ada").add("a1"));
    }

    static Scenario principalChanges() {
        Scenario scenario = new Scenario("principals that change within a request, a sign-in", MARKERS_EXPIRE);
        GuestToken token = scenario.token("g0");
        return scenario.with("switch", stage -> stage.browser().addAsOneThenAsAnother("ada", "a1", "eve", "e1"))
                .with("forgotten", stage -> stage.browser().as("ada").addAndForgetPrincipal("a2"))
                .with("sign-in", stage -> stage.browser(token).as("ada").open());
    }

    static Scenario principalChangesAndADevice() {
        return new Scenario("principals that change within a request, a device", MARKERS_EXPIRE)
                .with("switch", stage -> stage.browser().addAsOneThenAsAnother("ada", "a1", "eve", "e1"))
                .with("forgotten", stage -> stage.browser().as("ada").addAndForgetPrincipal("a2"))
                .with("desk", stage -> stage.browser().as("eve").add("e2"));
    }
}
