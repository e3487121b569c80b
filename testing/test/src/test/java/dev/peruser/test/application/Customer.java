package dev.peruser.test.application;

/** The application's own class of principals. */
record Customer(String number) {}
