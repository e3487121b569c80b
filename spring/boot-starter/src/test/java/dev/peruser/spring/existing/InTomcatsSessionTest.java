package dev.peruser.spring.existing;

import java.util.List;

/** With Tomcat's own sessions, of which each server has its own. */
class InTomcatsSessionTest extends ExistingApplicationScenarios {
    @Override
    ExistingApplicationNode start(String... properties) {
        return ExistingApplicationNode.start("existing", List.of(), properties);
    }
}
