package dev.peruser.it.docs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

// snippet:account-entity
@Entity
class Account {
    @Id
    String name;

    @Column(nullable = false, length = 10_000_000)
    String sessionData = "{}";

    @Version
    long version;
}
// end
