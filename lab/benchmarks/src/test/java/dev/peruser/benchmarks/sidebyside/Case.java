package dev.peruser.benchmarks.sidebyside;

/** What a request does with the session. */
enum Case {
    A("read two attributes"),
    B("set a small attribute"),
    C("change one cart line in place"),
    D("update one cart line"),
    E("a guest's first write"),
    F("sign-in, two carts of 50 lines"),
    G("conflict and rebase"),
    H("200 KB, one attribute read"),
    I("update by all threads at once");

    private final String title;

    Case(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether everybody works on one and the same session. */
    boolean isShared() {
        return this == I;
    }

    /** Whether each request needs something that is used up by it. */
    boolean isUsedUp() {
        return this == F;
    }

    /** Whether it is measured with several threads, too: what E to H show, one shows as well. */
    boolean isFor(Threads threads) {
        return threads.count() == 1 || (!isUsedUp() && this != E && this != G && this != H);
    }

    /** Whether a near cache can spare the load. */
    boolean isForNearCaches() {
        return this == A || this == B || this == C || this == D || this == H;
    }
}
