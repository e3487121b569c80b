/** An application that says what it uses. */
@SuppressWarnings("requires-automatic") // H2's jar has its module's name in its manifest
module dev.peruser.it.modular {
    requires dev.peruser;
    requires dev.peruser.migration;
    requires dev.peruser.migration.command;
    requires dev.peruser.nearcache;
    requires dev.peruser.servlet;
    requires dev.peruser.store.jdbc;
    requires dev.peruser.store.redis;
    // What the embedded store and the servlet module leave to the application.
    requires com.zaxxer.hikari;
    requires org.xerial.sqlitejdbc;
    requires jakarta.servlet;
    requires com.h2database;

    // Types of attributes are read and written by Jackson, and looked into for changes in place.
    opens dev.peruser.it.modular to
            dev.peruser,
            tools.jackson.databind;
}
