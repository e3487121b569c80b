package dev.peruser.shop.account;

import dev.peruser.shop.ShopProperties;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Who may sign in. A few accounts in a small file: enough for a demonstration, and they survive a restart. */
@Component
public class Accounts implements UserDetailsService {
    private static final Logger LOGGER = LoggerFactory.getLogger(Accounts.class);
    private static final int KEY_BYTES = 32;

    private final AccountFile file;
    private final PasswordEncoder encoder;
    private volatile AccountBook book;

    Accounts(ShopProperties properties, JsonMapper mapper, PasswordEncoder encoder) {
        this.file = new AccountFile(properties.accountsFile(), mapper);
        this.encoder = encoder;
        this.book = file.read().orElseGet(this::newBook);
        LOGGER.info("the shop keeps accounts in {}", file.path());
    }

    /** The secret that signs remember-me cookies: kept with the accounts, so that the cookies survive a restart too. */
    public String rememberMeKey() {
        return book.rememberMeKey();
    }

    @Override
    public UserDetails loadUserByUsername(String name) {
        return book.find(canonical(name))
                .map(account -> User.withUsername(account.name())
                        .password(account.password())
                        .roles("CUSTOMER")
                        .build())
                .orElseThrow(() -> new UsernameNotFoundException("there is no such account"));
    }

    /** Opens an account, if the name is still free. */
    boolean register(String name, String password) {
        Account account = new Account(canonical(name), encoded(password));
        synchronized (this) {
            if (book.find(account.name()).isPresent()) {
                return false;
            }
            AccountBook next = book.with(account);
            file.write(next);
            book = next;
            return true;
        }
    }

    /** One name, one account, one session: however it is typed. */
    static String canonical(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private AccountBook newBook() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        List<Account> accounts = DemoAccount.ALL.stream()
                .map(demo -> new Account(demo.name(), encoded(demo.password())))
                .toList();
        AccountBook created = new AccountBook(HexFormat.of().formatHex(key), accounts);
        file.write(created);
        return created;
    }

    private String encoded(String password) {
        return Objects.requireNonNull(encoder.encode(password));
    }
}
