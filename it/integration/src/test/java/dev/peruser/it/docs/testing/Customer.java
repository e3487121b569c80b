package dev.peruser.it.docs.testing;

/** The application's own class of principals. */
record Customer(String number, String name) {}
