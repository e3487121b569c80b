package dev.peruser.it.docs.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application whose tests are the examples of docs/guide/testing.md. */
@SpringBootApplication
class ShopApplication {}
