package dev.peruser.spring.security;

import dev.peruser.UserId;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The usual id of a user: the account's number or else the name, and what keeps apart the users of different identity
 * providers.
 */
final class Realm {
    private static final boolean HAS_OAUTH2 = ClassUtils.isPresent(
            "org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken",
            Realm.class.getClassLoader());
    private static final String RELYING_PARTY = "getRelyingPartyRegistrationId";
    private static final String CLAIMS = "getTokenAttributes";

    private Realm() {}

    /** Empty without a name, and if the realm is hidden: then it must not be taken for another's. */
    static Optional<UserId> idOf(Authentication authentication) {
        String name = authentication.getName();
        return name == null || name.isBlank()
                ? Optional.empty()
                : of(authentication)
                        .map(realm -> new UserId(
                                realm,
                                AccountNumber.of(authentication.getPrincipal()).orElse(name)));
    }

    private static Optional<String> of(Authentication authentication) {
        if (HAS_OAUTH2) {
            Optional<String> registration = OAuth2.registration(authentication);
            if (registration.isPresent()) {
                return Optional.of("oauth2 " + registration.get());
            }
        }
        Optional<String> said = said(authentication, RELYING_PARTY)
                .or(() -> said(authentication.getPrincipal(), RELYING_PARTY))
                .map(registration -> "saml2 " + registration)
                .or(() -> said(authentication, CLAIMS)
                        .filter(Map.class::isInstance)
                        .map(attributes -> ((Map<?, ?>) attributes).get("iss"))
                        .map(issuer -> "issuer " + issuer));
        if (said.isPresent()) {
            return said;
        }
        boolean isHidden =
                RunAs.hidesOneWith(authentication, "getAuthorizedClientRegistrationId", RELYING_PARTY, CLAIMS);
        return isHidden ? Optional.empty() : Optional.of("");
    }

    /**
     * What a method without arguments gives. SAML's and the resource server's classes are not there to compile against.
     */
    static Optional<Object> said(@Nullable Object object, String name) {
        @Nullable Method method = object == null ? null : ReflectionUtils.findMethod(object.getClass(), name);
        if (method == null) {
            return Optional.empty();
        }
        ReflectionUtils.makeAccessible(method);
        return Optional.ofNullable(ReflectionUtils.invokeMethod(method, object));
    }

    /** Apart, so that it is loaded only where its class is there. */
    private static final class OAuth2 {
        static Optional<String> registration(Authentication authentication) {
            return authentication
                            instanceof
                            org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken token
                    ? Optional.of(token.getAuthorizedClientRegistrationId())
                    : Optional.empty();
        }
    }
}
