package dev.peruser.shop.account;

import java.util.List;

/**
 * An account that is there from the start and named on the sign-in page, so that anybody can try the shop.
 *
 * @param name what to sign in with
 * @param password the password, which is no secret
 */
public record DemoAccount(String name, String password) {
    static final List<DemoAccount> ALL =
            List.of(new DemoAccount("ada", "engine-1843"), new DemoAccount("grace", "compiler-1952"));
}
