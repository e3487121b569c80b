package com.example.cart;

import java.util.List;
import java.util.UUID;

/** Spring Session and PerUser on H2. */
class JdbcSwitchTest extends SwitchTest {
    private final String database = UUID.randomUUID().toString();

    @Override
    List<String> place() {
        return List.of("--spring.datasource.url=jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1");
    }

    @Override
    List<String> profiles() {
        return List.of("jdbc");
    }
}
