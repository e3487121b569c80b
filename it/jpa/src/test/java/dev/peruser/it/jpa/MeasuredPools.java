package dev.peruser.it.jpa;

import dev.peruser.it.jpa.Shop.Answers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints what the same requests get over the application's pool and over pools of the sessions' own, for the tables in
 * the documents.
 */
final class MeasuredPools {
    private static final int VISITORS = 40;
    private static final int ROUNDS = 3;

    private MeasuredPools() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("pools");
        for (int size : new int[] {0, 2, 4}) {
            for (Place place : List.of(
                    Place.postgresql(),
                    Place.mariaDb(),
                    Place.h2File(folder.resolve("h2-" + size)),
                    Place.sqlite(Files.createDirectories(folder.resolve("sqlite-" + size))))) {
                try (Shop shop = Shop.open(place, "peruser.jdbc.pool-size=" + size)) {
                    List<String> visitors = shop.visitors(VISITORS);
                    shop.visit(visitors.subList(0, 1), "/product/1");
                    for (int round = 0; round < ROUNDS; round++) {
                        Answers answers = shop.visit(visitors, "/product/1");
                        System.out.println("MEASURED " + place + ", pool of " + size + ": " + answers);
                    }
                }
            }
        }
        System.exit(0);
    }
}
