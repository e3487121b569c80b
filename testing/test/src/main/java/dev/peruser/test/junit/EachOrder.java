package dev.peruser.test.junit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link RaceTest} once for each order. */
final class EachOrder implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        if (!List.of(context.getRequiredTestMethod().getParameterTypes()).contains(Race.class)) {
            throw new IllegalStateException("a @RaceTest needs a parameter of type Race, which makes the two requests");
        }
        return Arrays.stream(Race.Order.values()).map(OfOrder::new);
    }

    private record OfOrder(Race.Order order) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return order.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new RaceParameter(new Race(order)));
        }
    }

    private record RaceParameter(Race race) implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(Race.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return race;
        }
    }
}
