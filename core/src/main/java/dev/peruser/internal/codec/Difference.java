package dev.peruser.internal.codec;

/**
 * Where a value that was read back isn't the one that was written.
 *
 * @param place the path to it as in the JSON, without positions in lists
 * @param shown the same path without keys of maps, which are data of the application
 * @param what what is wrong there, and what helps
 */
record Difference(String place, String shown, String what) {

    /** A place within the value. */
    record Place(String path, String shown) {
        static final Place ROOT = new Place("", "");

        Place property(String name) {
            return new Place(join(path, name), join(shown, name));
        }

        Place entry(Object key) {
            return new Place(join(path, String.valueOf(key)), shown + "{}");
        }

        Place element() {
            return new Place(path + "[]", shown + "[]");
        }

        private static String join(String path, String name) {
            return path.isEmpty() ? name : path + "." + name;
        }

        /** Whether it is one of these places, or within one. */
        boolean isWithin(Iterable<String> places) {
            return JsonDifferences.isWithin(path, places);
        }
    }

    /** As a part of a sentence. */
    String words() {
        return (shown.isEmpty() ? "it " : "'" + shown + "' ") + what;
    }
}
