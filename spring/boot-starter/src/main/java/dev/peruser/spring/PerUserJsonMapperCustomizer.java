package dev.peruser.spring;

import dev.peruser.PerUser;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bean of this type changes the mapper that writes and reads session values. Several are called in their order.
 *
 * @see PerUser.Builder#jsonMapper what must never change while data is stored
 */
@FunctionalInterface
public interface PerUserJsonMapperCustomizer {
    /** Changes it; may be called more than once. */
    void customize(JsonMapper.Builder builder);
}
