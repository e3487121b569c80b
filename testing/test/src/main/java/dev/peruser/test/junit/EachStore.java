package dev.peruser.test.junit;

import dev.peruser.store.SessionStore;
import dev.peruser.test.TestPerUser;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Runs an {@link EachStoreTest} once on each of its stores. */
final class EachStore implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        EachStoreTest test = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), EachStoreTest.class)
                .orElseThrow();
        if (test.stores().length == 0) {
            throw new IllegalStateException("@EachStoreTest(stores = {}) names no store to test");
        }
        DeclaredAttributes attributes = DeclaredAttributes.of(context.getRequiredTestClass(), test.attributesOf());
        return Arrays.stream(test.stores()).map(opener -> new OnStore(opener, attributes));
    }

    private record OnStore(Class<? extends StoreOpener> opener, DeclaredAttributes attributes)
            implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return opener.getSimpleName();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new StoreParameters(opener, attributes));
        }
    }

    /** The store is opened when it is asked for, and belongs to the run. */
    private record StoreParameters(Class<? extends StoreOpener> opener, DeclaredAttributes attributes)
            implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(EachStore.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type.equals(TestPerUser.class)
                    || type.equals(TestPerUser.Builder.class)
                    || type.equals(SessionStore.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            OpenedStore opened = context.getStore(NAMESPACE)
                    .computeIfAbsent(
                            OpenedStore.class,
                            key -> OpenedStore.by(ReflectionSupport.newInstance(opener), attributes.all()),
                            OpenedStore.class);
            Class<?> type = parameter.getParameter().getType();
            if (type.equals(SessionStore.class)) {
                return opened.store();
            }
            return type.equals(TestPerUser.class) ? opened.perUser() : opened.builder();
        }
    }
}
