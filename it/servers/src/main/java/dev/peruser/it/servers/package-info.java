/** Real servers for tests, started from Maven artifacts or given by environment variables. */
@NullMarked
package dev.peruser.it.servers;

import org.jspecify.annotations.NullMarked;
