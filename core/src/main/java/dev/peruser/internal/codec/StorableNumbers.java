package dev.peruser.internal.codec;

import dev.peruser.internal.values.Decimals;
import java.math.BigDecimal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * Refuses numbers that would not come back: NaN and infinite ones, which Jackson would store as text, and decimals with
 * so many places that they can't be read. What can't be written is not read either.
 */
public final class StorableNumbers extends SimpleModule {
    private static final long serialVersionUID = 1;

    StorableNumbers() {
        super("peruser-storable-numbers");
        addReal(Double.class, Double.class);
        addReal(Double.TYPE, Double.class);
        addReal(Float.class, Float.class);
        addReal(Float.TYPE, Float.class);
        addRead(BigDecimal.class); // its own serializer stays, for annotations that say how it is written
    }

    private <N extends Number> void addReal(Class<N> type, Class<N> boxed) {
        addSerializer(type, new Written<>(boxed));
        addRead(type);
    }

    @SuppressWarnings("unchecked") // the standard deserializer of a class gives instances of it
    private <N extends Number> void addRead(Class<N> type) {
        addDeserializer(type, (ValueDeserializer<N>) (ValueDeserializer<?>) new Read(NumberDeserializers.find(type)));
    }

    private static boolean isStorable(Object number) {
        return number instanceof BigDecimal decimal
                ? Decimals.isStorable(decimal)
                : Double.isFinite(((Number) number).doubleValue());
    }

    private static final class Written<N extends Number> extends StdScalarSerializer<N> {
        Written(Class<N> type) {
            super(type);
        }

        @Override
        public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
            visitFloatFormat(visitor, type, JsonParser.NumberType.DOUBLE);
        }

        @Override
        public void serialize(N number, JsonGenerator json, SerializationContext context) throws JacksonException {
            if (!isStorable(number)) {
                throw DatabindException.from(json, "a number is not finite");
            }
            if (number instanceof Float real) {
                json.writeNumber(real);
            } else {
                json.writeNumber(number.doubleValue());
            }
        }
    }

    private static final class Read extends DelegatingDeserializer {
        Read(ValueDeserializer<?> standard) {
            super(standard);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> standard) {
            return new Read(standard);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws JacksonException {
            Object number = super.deserialize(json, context);
            if (number != null && !isStorable(number)) {
                throw DatabindException.from(json, "a number is not finite or has too many places");
            }
            return number;
        }
    }
}
