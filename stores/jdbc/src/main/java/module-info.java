/** Sessions in a relational database: one of the application, or a SQLite file. */
@SuppressWarnings("requires-automatic") // H2's jar has its module's name in its manifest
module dev.peruser.store.jdbc {
    requires transitive dev.peruser;
    requires transitive java.sql;
    requires static com.h2database;
    requires static com.zaxxer.hikari;
    requires static org.xerial.sqlitejdbc;

    exports dev.peruser.store.jdbc;
}
