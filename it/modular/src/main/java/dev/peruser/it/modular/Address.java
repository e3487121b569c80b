package dev.peruser.it.modular;

import java.util.List;

/** A type of the application's own. */
record Address(String street, List<String> floors) {}
