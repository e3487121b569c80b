/** Sessions in Redis or Valkey. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Lettuce's jar has its name in its manifest
module dev.peruser.store.redis {
    requires transitive dev.peruser;
    requires transitive lettuce.core;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;

    exports dev.peruser.store.redis;
}
