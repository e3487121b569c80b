/**
 * Sessions in a relational database: {@link dev.peruser.store.jdbc.JdbcSessionStore} on a {@code DataSource} of the
 * application, {@link dev.peruser.store.jdbc.EmbeddedSessionStore} on a SQLite file of its own.
 */
@NullMarked
package dev.peruser.store.jdbc;

import org.jspecify.annotations.NullMarked;
