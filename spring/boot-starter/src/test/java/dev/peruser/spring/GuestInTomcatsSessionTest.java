package dev.peruser.spring;

import org.springframework.boot.test.context.SpringBootTest;

/** Guests in Tomcat's own HttpSession, which changes its id at sign-in. */
@SpringBootTest(
        classes = GuestPlaceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "peruser.guest.source=http-session")
class GuestInTomcatsSessionTest extends GuestPlaceScenarios {}
