package dev.peruser.spring;

import org.springframework.boot.test.context.SpringBootTest;

/** As in Tomcat's own, but each sign-in makes a new HttpSession and copies all attributes. */
@SpringBootTest(
        classes = GuestPlaceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"peruser.guest.source=http-session", "test.fixation=migrate"})
class GuestInMigratedSessionTest extends GuestPlaceScenarios {}
