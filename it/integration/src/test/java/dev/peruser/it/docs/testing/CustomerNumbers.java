package dev.peruser.it.docs.testing;

import dev.peruser.UserId;
import dev.peruser.spring.UserIdResolver;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

// snippet-file:testing-resolver
@Component
class CustomerNumbers implements UserIdResolver {
    @Override
    public Optional<UserId> resolve(Authentication authentication) {
        return authentication.getPrincipal() instanceof Customer customer
                ? Optional.of(UserId.of("customer-" + customer.number()))
                : Optional.of(UserId.of(authentication.getName()));
    }
}
