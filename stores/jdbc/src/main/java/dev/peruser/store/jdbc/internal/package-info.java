/** What knows of no connection: how sessions look in a column, files with statements, what databases say. */
@NullMarked
package dev.peruser.store.jdbc.internal;

import org.jspecify.annotations.NullMarked;
