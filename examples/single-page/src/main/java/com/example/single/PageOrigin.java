package com.example.single;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** The page's origin, and nobody else's, may send the header, and read it. */
@Configuration(proxyBeanMethods = false)
class PageOrigin {

    @Bean
    CorsConfigurationSource corsConfigurationSource(@Value("${shop.page}") String page) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(List.of(page));
        cors.setAllowedMethods(List.of("GET", "POST"));
        cors.setAllowedHeaders(List.of("PerUser-Guest", "Authorization"));
        cors.setExposedHeaders(List.of("PerUser-Guest"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", cors);
        return source;
    }
}
