/** One session per person instead of one per browser: for applications, web integrations, and authors of stores. */
module dev.peruser {
    requires transitive tools.jackson.core;
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.peruser;
    exports dev.peruser.store;

    uses dev.peruser.PerUserProvider;

    provides dev.peruser.PerUserProvider with
            dev.peruser.internal.StandardProvider;
}
