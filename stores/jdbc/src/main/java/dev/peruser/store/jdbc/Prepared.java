package dev.peruser.store.jdbc;

/**
 * What the store knows about its database once it has been used.
 *
 * @param database what the product is like
 * @param statements the SQL for the table
 */
record Prepared(Database database, Statements statements) {}
