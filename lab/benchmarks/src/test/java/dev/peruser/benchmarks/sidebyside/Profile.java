package dev.peruser.benchmarks.sidebyside;

import java.io.Serializable;
import java.util.List;

/** What a shop knows of its visitor, about 400 bytes as JSON. */
public record Profile(
        String name,
        String street,
        String postcode,
        String city,
        String country,
        String language,
        String currency,
        boolean newsletter,
        int perPage,
        List<String> interests)
        implements Serializable {

    static Profile of(int person) {
        return new Profile(
                "Shopper number " + person,
                person + " Long Market Street, second floor, door on the left",
                "A-" + (1000 + person % 9000),
                "Neustadt an der Donau",
                "Austria",
                "de-AT",
                "EUR",
                person % 2 == 0,
                24,
                List.of("lamps of brass", "rugs of wool", "desks of walnut", "kettles of copper", "shelves of oak"));
    }
}
