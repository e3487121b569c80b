/** Sessions in Redis or Valkey: standalone, Sentinel, Cluster. */
@NullMarked
package dev.peruser.store.redis;

import org.jspecify.annotations.NullMarked;
