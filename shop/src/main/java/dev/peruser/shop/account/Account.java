package dev.peruser.shop.account;

/**
 * Somebody's account.
 *
 * @param name what they sign in with, in small letters; also the name under which PerUser keeps their session
 * @param password the encoded password with the name of its encoding
 */
public record Account(String name, String password) {

    /** Names the class only. */
    @Override
    public String toString() {
        return "Account";
    }
}
