package dev.peruser;

/** A program that depends on nothing but what its stage tells it. */
interface Actor {
    void act(Stage stage);
}
