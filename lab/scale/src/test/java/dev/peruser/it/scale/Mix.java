package dev.peruser.it.scale;

/**
 * What requests do; shares of all.
 *
 * @param reads only read the session
 * @param changes change one attribute
 * @param signIns carry a guest's session into a user's
 * @param others don't use the session
 */
record Mix(double reads, double changes, double signIns, double others) {
    /** Of a shop in which people look more than they buy. */
    static final Mix OF_A_SHOP = new Mix(0.70, 0.25, 0.01, 0.04);

    Mix {
        if (Math.abs(reads + changes + signIns + others - 1) > 1e-9) {
            throw new IllegalArgumentException("the shares must add up to 1");
        }
    }

    /**
     * What a request costs on average.
     *
     * @param hits the share of loads that a near cache answers
     * @param load what a load costs
     * @param save what a save costs
     * @param signIn what a sign-in costs
     */
    double cost(double hits, double load, double save, double signIn) {
        return loads(hits) * load + changes * save + signIns * signIn;
    }

    /** Loads for each request; those of sign-ins are not among them. */
    double loads(double hits) {
        return (reads + changes) * (1 - hits);
    }
}
