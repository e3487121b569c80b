package dev.peruser.test.application;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application with the starter, in which tests find it. */
@SpringBootApplication
class WishApplication {}
