package dev.peruser.test.application;

import dev.peruser.UserId;
import dev.peruser.spring.UserIdResolver;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Knows the application's principals. */
@Component
class CustomerNumbers implements UserIdResolver {
    @Override
    public Optional<UserId> resolve(Authentication authentication) {
        return authentication.getPrincipal() instanceof Customer customer
                ? Optional.of(new UserId("customers", customer.number()))
                : Optional.of(UserId.of(authentication.getName()));
    }
}
