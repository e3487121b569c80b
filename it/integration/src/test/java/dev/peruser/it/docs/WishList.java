package dev.peruser.it.docs;

import dev.peruser.spring.scope.UserScope;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

// snippet:user-scope
@Component
@UserScope
class WishList {
    private List<String> products = new ArrayList<>();

    public List<String> getProducts() {
        return products;
    }

    public void setProducts(List<String> products) {
        this.products = products;
    }
}
// end
