/** Moves sessions from one store to another. Whoever names a store in a URL brings its module. */
@SuppressWarnings("requires-automatic") // Lettuce's jar has its module's name in its manifest
module dev.peruser.migration {
    requires transitive dev.peruser;
    requires com.zaxxer.hikari;
    requires java.sql;
    requires static dev.peruser.store.jdbc;
    requires static dev.peruser.store.redis;
    requires static lettuce.core;

    exports dev.peruser.migration;
}
