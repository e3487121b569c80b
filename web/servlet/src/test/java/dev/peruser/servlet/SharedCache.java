package dev.peruser.servlet;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.cache.CacheResponseStatus;
import org.apache.hc.client5.http.cache.HttpCacheContext;
import org.apache.hc.client5.http.impl.cache.CacheConfig;
import org.apache.hc.client5.http.impl.cache.CachingHttpClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.TimeValue;

/** A cache of RFC 9111 that stands before a server, and that many visitors share. */
final class SharedCache implements AutoCloseable {
    private final CloseableHttpClient cache = CachingHttpClients.custom()
            .setCacheConfig(CacheConfig.custom()
                    .setSharedCache(true)
                    .setHeuristicCachingEnabled(true)
                    .setHeuristicDefaultLifetime(TimeValue.ofMinutes(1))
                    .build())
            .disableCookieManagement()
            .disableRedirectHandling()
            .build();

    private final String base;

    SharedCache(TestServer server) {
        this.base = "http://localhost:" + server.port();
    }

    /** What a visitor gets. */
    record Answer(int status, String body, List<String> headers, boolean isFromCache) {

        /** The values of a field, line by line. */
        List<String> values(String name) {
            String begin = name.toLowerCase(java.util.Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(header -> header.toLowerCase(java.util.Locale.ROOT).startsWith(begin))
                    .map(header -> header.substring(begin.length()))
                    .toList();
        }
    }

    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    Answer send(String method, String path, String... headers) throws IOException {
        ClassicRequestBuilder request = ClassicRequestBuilder.create(method).setUri(URI.create(base + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        HttpCacheContext context = HttpCacheContext.create();
        return cache.execute(request.build(), context, response -> {
            String body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
            return new Answer(
                    response.getCode(),
                    body,
                    Arrays.stream(response.getHeaders())
                            .map(NameValuePair::toString)
                            .toList(),
                    context.getCacheResponseStatus() == CacheResponseStatus.CACHE_HIT
                            || context.getCacheResponseStatus() == CacheResponseStatus.VALIDATED);
        });
    }

    @Override
    public void close() throws IOException {
        cache.close();
    }
}
