package dev.peruser.it.soak;

/** What a server process tells the one that started it, line by line. */
final class Says {
    static final String PREFIX = "says ";

    private Says() {}

    static void say(String text) {
        System.out.println(PREFIX + text);
        System.out.flush();
    }
}
