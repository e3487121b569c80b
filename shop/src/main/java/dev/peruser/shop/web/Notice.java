package dev.peruser.shop.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a page can tell about the request before it. A closed list, so that no address can make the shop say anything
 * else.
 */
public enum Notice {
    /** After adding to the cart. */
    ADDED("It is in your cart.", Kind.CART),
    /** After adding more than a line may hold. */
    CAPPED("We can send at most 20 of one thing, so that is what your cart holds now.", Kind.CART),
    /** A cart with too many lines. */
    CART_FULL("Your cart is full: it holds 40 different things.", Kind.PROBLEM),
    /** After a change of the cart. */
    CART_CHANGED("Your cart is up to date.", Kind.DONE),
    /** After removing a line. */
    LINE_REMOVED("We took it out of your cart.", Kind.DONE),
    /** A line that is no longer there. */
    LINE_GONE("That is no longer in your cart.", Kind.PROBLEM),
    /** After saving a note. */
    NOTE_SAVED("Your note is saved.", Kind.DONE),
    /** A note that is too long. */
    NOTE_TOO_LONG("A note can have at most 200 characters. Please shorten it.", Kind.PROBLEM),
    /** A quantity that is none. */
    QUANTITY_INVALID("Please choose a quantity from 1 to 20.", Kind.PROBLEM),
    /** A product that is not sold. */
    PRODUCT_UNKNOWN("We don't have that product.", Kind.PROBLEM),
    /** An option that the product doesn't have. */
    OPTION_UNKNOWN("Please choose one of the options.", Kind.PROBLEM),
    /** After adding to the wish list. */
    WISHED("It is on your wish list.", Kind.DONE),
    /** After removing from the wish list. */
    UNWISHED("It is no longer on your wish list.", Kind.DONE),
    /** A wish list with too many wishes. */
    WISH_LIST_FULL("Your wish list is full: it holds 100 things.", Kind.PROBLEM),
    /** After a change of settings. */
    SETTINGS_SAVED("Your settings are saved.", Kind.DONE),
    /** A theme or currency that the shop doesn't have. */
    SETTING_UNKNOWN("Please choose one of the settings on this page.", Kind.PROBLEM),
    /** A wrong name or password. */
    SIGN_IN_FAILED("That name and password don't belong together. Please try again.", Kind.PROBLEM),
    /** After signing out. */
    SIGNED_OUT("You are signed out. Your cart is waiting for you in your account.", Kind.DONE),
    /** After taking back what a sign-in brought. */
    MERGE_UNDONE("We took out again what you had picked before signing in.", Kind.DONE),
    /** The same, where a later sign-in has met some of it. */
    MERGE_PARTLY_UNDONE(
            "We took out again what we could. The rest has been mixed with what you picked later.", Kind.PROBLEM),
    /** What can't be taken back any more. */
    MERGE_UNKNOWN("That can't be taken back any more.", Kind.PROBLEM),
    /** After registering. */
    WELCOME("Welcome! Your account is ready.", Kind.DONE),
    /** After adding a cart that the account had. */
    EARLIER_ADDED("We added what was in your account's cart.", Kind.DONE),
    /** After dropping it. */
    EARLIER_DROPPED("We have forgotten what was in your account's cart before.", Kind.DONE),
    /** Checkout without anything in the cart. */
    CART_EMPTY("There is nothing in your cart to order yet.", Kind.PROBLEM),
    /** Checkout of a cart that was changed meanwhile. */
    CART_MOVED("Your cart was changed since you opened this page. Please look at it again.", Kind.PROBLEM),
    /** After removing data. */
    FORGOTTEN("We have forgotten it.", Kind.DONE),
    /** After removing all data. */
    ALL_FORGOTTEN("We have forgotten everything.", Kind.DONE);

    private final String text;
    private final Kind kind;

    Notice(String text, Kind kind) {
        this.text = text;
        this.kind = kind;
    }

    /** The notice by its code, if there is such a one. */
    public static Optional<Notice> find(String code) {
        return Arrays.stream(values())
                .filter(notice -> notice.code().equals(code))
                .findFirst();
    }

    /** How addresses name it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it says. */
    public String text() {
        return text;
    }

    /** Whether the visitor should do something about it. */
    public boolean isProblem() {
        return kind == Kind.PROBLEM;
    }

    /** Whether it goes with a link to the cart. */
    public boolean isAboutCart() {
        return kind == Kind.CART;
    }

    private enum Kind {
        DONE,
        CART,
        PROBLEM
    }
}
