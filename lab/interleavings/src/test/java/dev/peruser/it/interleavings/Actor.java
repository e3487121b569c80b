package dev.peruser.it.interleavings;

/** A program that depends on nothing but what its stage tells it. */
interface Actor {
    void act(Stage stage);
}
