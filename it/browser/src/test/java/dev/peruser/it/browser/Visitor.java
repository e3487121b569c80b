package dev.peruser.it.browser;

/** Who uses a device: nobody yet, a guest, or somebody who is signed in. */
enum Visitor {
    NOBODY(""),
    GUEST("guest"),
    ADA("ada, signed in");

    private final String label;

    Visitor(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
