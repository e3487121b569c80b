package com.example.cart;

import java.util.List;

/** Spring Session and PerUser on H2. */
class JdbcSwitchTest extends SwitchTest {
    @Override
    List<String> place() {
        return List.of("--spring.datasource.url=jdbc:h2:mem:switch;DB_CLOSE_DELAY=-1");
    }

    @Override
    List<String> profiles() {
        return List.of("jdbc");
    }
}
