package dev.peruser.it.docs;

// snippet-file:policy
import dev.peruser.SignInPolicy;
import org.springframework.stereotype.Component;

@Component
class CheckoutPolicy implements SignInPolicy {

    @Override
    public Decision decide(SignIn signIn) {
        return signIn.isAt("/checkout") && signIn.inBoth().contains("cart")
                ? Decision.keepGuest().about("cart")
                : Decision.merge();
    }
}
