package dev.peruser.internal.codec;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes PerUser's own mapper. It is not the application's, so that what is set there can't change what is stored.
 *
 * @param modules what the application adds to it
 * @param customizers what the application changes of it. What the guarantees rest on is set again afterwards: decimals
 *     keep their digits, a missing primitive is its zero, unknown fields are left alone, a fraction is never cut to a
 *     whole number, times keep their zone, duplicate keys are refused.
 */
public record MapperOptions(List<JacksonModule> modules, List<Consumer<JsonMapper.Builder>> customizers) {
    public static final MapperOptions NONE = new MapperOptions(List.of(), List.of());

    static final int DEEPER_THAN_ANY_LIMIT = 1_000;
    static final String DEFAULT_TYPING =
            "the customizer of the JSON mapper must not activate default typing, by which stored"
                    + " data chooses classes; name subtypes by @JsonTypeInfo and @JsonSubTypes";

    public MapperOptions {
        modules = List.copyOf(modules);
        customizers = List.copyOf(customizers);
    }

    /**
     * The mapper.
     *
     * @param deepest how many levels are written
     */
    JsonMapper mapper(int deepest) {
        JsonMapper.Builder builder = JsonMapper.builder(factory(deepest))
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
                // Collections that a class makes itself and never replaces are common in what people put into sessions.
                .enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
        modules.forEach(builder::addModule);
        customizers.forEach(customizer -> customizer.accept(builder));
        return builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .addModule(new StorableNumbers())
                .addModule(new Texts())
                .build();
    }

    static boolean hasDefaultTyping(JsonMapper mapper) {
        return mapper.deserializationConfig().getDefaultTyper(mapper.constructType(Object.class)) != null;
    }

    private static JsonFactory factory(int deepest) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPER_THAN_ANY_LIMIT)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(deepest)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }
}
