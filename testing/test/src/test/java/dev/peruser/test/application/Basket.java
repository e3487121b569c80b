package dev.peruser.test.application;

import dev.peruser.spring.scope.UserScope;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A bean for each visitor. */
@Component
@UserScope
class Basket {
    private List<String> products = new ArrayList<>();

    public List<String> getProducts() {
        return products;
    }

    public void setProducts(List<String> products) {
        this.products = products;
    }
}
