package dev.peruser;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** Refuses NaN and infinite numbers, which Jackson would store as text. */
final class FiniteNumbers extends SimpleModule {
    private static final long serialVersionUID = 1;

    FiniteNumbers() {
        super("peruser-finite-numbers");
        addSerializer(Double.class, new Finite<>(Double.class));
        addSerializer(Double.TYPE, new Finite<>(Double.class));
        addSerializer(Float.class, new Finite<>(Float.class));
        addSerializer(Float.TYPE, new Finite<>(Float.class));
    }

    private static final class Finite<N extends Number> extends StdScalarSerializer<N> {
        Finite(Class<N> type) {
            super(type);
        }

        @Override
        public void serialize(N number, JsonGenerator json, SerializationContext context) throws JacksonException {
            if (!Double.isFinite(number.doubleValue())) {
                throw DatabindException.from(json, "a number is not finite");
            }
            if (number instanceof Float real) {
                json.writeNumber(real);
            } else {
                json.writeNumber(number.doubleValue());
            }
        }
    }
}
