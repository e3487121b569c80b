package dev.peruser.shop.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that the accounts file holds. Immutable.
 *
 * @param rememberMeKey the secret that signs remember-me cookies
 * @param accounts the accounts, each name once
 */
record AccountBook(String rememberMeKey, List<Account> accounts) {

    AccountBook {
        accounts = List.copyOf(accounts);
    }

    Optional<Account> find(String name) {
        return accounts.stream().filter(account -> account.name().equals(name)).findFirst();
    }

    AccountBook with(Account added) {
        List<Account> more = new ArrayList<>(accounts);
        more.add(added);
        return new AccountBook(rememberMeKey, more);
    }

    /** Says how many accounts it holds. */
    @Override
    public String toString() {
        return "AccountBook of " + accounts.size();
    }
}
