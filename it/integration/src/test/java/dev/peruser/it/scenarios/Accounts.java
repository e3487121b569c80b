package dev.peruser.it.scenarios;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** Everybody has an account until it is deleted. */
final class Accounts implements UserDetailsService {
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    void delete(String name) {
        deleted.add(name);
    }

    @Override
    public UserDetails loadUserByUsername(String name) {
        if (deleted.contains(name)) {
            throw new UsernameNotFoundException("deleted");
        }
        boolean isAdmin = name.startsWith("admin");
        List<String> roles = isAdmin ? List.of("ROLE_USER", "ROLE_ADMIN") : List.of("ROLE_USER");
        return User.withUsername(name)
                .password("{noop}pw")
                .authorities(AuthorityUtils.createAuthorityList(roles.toArray(String[]::new)))
                .build();
    }
}
