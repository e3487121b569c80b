package dev.peruser.it.scale;

/**
 * What is to be served.
 *
 * @param users how many have a session
 * @param usersForEachGuest how many users there are for each guest who has one
 * @param requests in a second, at the busiest time
 * @param applicationServers how many processes answer them
 * @param mix what they do
 * @param hits the share of loads that a near cache answers
 */
record Demand(
        double users, double usersForEachGuest, double requests, double applicationServers, Mix mix, double hits) {

    /** That of the document. */
    static Demand ofTheDocument(double hits) {
        return new Demand(100e6, 4, 200_000, 200, Mix.OF_A_SHOP, hits);
    }

    double guests() {
        return users / usersForEachGuest;
    }

    double sessions() {
        return users + guests();
    }

    double loads() {
        return requests * mix.loads(hits);
    }

    double saves() {
        return requests * mix.changes();
    }

    double signIns() {
        return requests * mix.signIns();
    }

    /** What all requests of a second take of something. */
    double perSecond(double load, double save, double signIn) {
        return loads() * load + saves() * save + signIns() * signIn;
    }
}
