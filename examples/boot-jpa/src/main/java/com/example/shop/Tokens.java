package com.example.shop;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/** Signed with a key of this process: after a restart, programs ask for new ones. */
@Component
class Tokens {
    private final SecretKey key = new SecretKeySpec(new SecureRandom().generateSeed(32), "HmacSHA256");
    private final NimbusJwtEncoder encoder = NimbusJwtEncoder.withSecretKey(key).build();
    private final Accounts accounts;

    Tokens(Accounts accounts) {
        this.accounts = accounts;
    }

    String issue(SignedInAccount account) {
        Instant now = Instant.now();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .subject(Long.toString(account.getId()))
                .issuedAt(now)
                .expiresAt(now.plus(Duration.ofHours(1)))
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }

    /** The same principal as after the form, so that it is the same session. Refuses the token of a deleted account. */
    AbstractAuthenticationToken account(Jwt token) {
        SignedInAccount account = accounts.findById(Long.valueOf(token.getSubject()))
                .map(SignedInAccount::new)
                .orElseThrow(() -> new InvalidBearerTokenException("there is no such account"));
        return UsernamePasswordAuthenticationToken.authenticated(account, token, List.of());
    }

    @Bean
    JwtDecoder decoder() {
        return NimbusJwtDecoder.withSecretKey(key).build();
    }
}
