package com.example.shop;

import java.util.List;
import org.springframework.security.core.userdetails.User;

/** Who is signed in. PerUser takes the number for the user's id, because it stays when the name changes. */
public final class SignedInAccount extends User {
    private static final long serialVersionUID = 1;

    private final long id;

    SignedInAccount(Account account) {
        super(account.name, account.password, List.of());
        this.id = account.id;
    }

    public long getId() {
        return id;
    }
}
