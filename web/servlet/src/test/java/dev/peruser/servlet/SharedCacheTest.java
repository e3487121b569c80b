package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two visitors behind a cache that they share: whatever the application says, neither gets what is the other's. */
class SharedCacheTest extends SharedCacheFixture {
    /** What the cache keeps for others if nobody prevents it. */
    static final List<List<String>> KEPT = List.of(
            control("public, max-age=60"),
            control("max-age=60"),
            control("s-maxage=60"),
            control("public, s-maxage=60, max-age=0"),
            control("public", "Last-Modified", EARLIER),
            says("Expires", LATER),
            control("public", "Expires", LATER),
            control("public, max-age=60, immutable"),
            control("max-age=60, stale-while-revalidate=600"),
            control("max-age=60, stale-if-error=600"),
            control("max-age=60", "Cache-Control", "public"),
            control("PUBLIC, Max-Age=60"),
            control("max-age=60", "Vary", "Accept-Encoding"),
            control("max-age=60", "Vary", "cookie"),
            control("max-age=60", "ETag", "\"one\""),
            control("max-age=60", "Pragma", "public"),
            says("Last-Modified", EARLIER),
            control("max-age=60, must-revalidate"),
            control("max-age=60, proxy-revalidate"),
            control("max-age=60, no-transform"),
            control(", , max-age=60"),
            control("extension=\"a, private\", max-age=60"),
            control("community=\"UCI\", max-age=60"));

    /** What this cache doesn't keep, but another may. */
    static final List<List<String>> KEPT_ELSEWHERE = List.of(
            says(),
            control("public"),
            control("no-cache=\"Set-Cookie\", max-age=60"),
            control("private=\"\", max-age=60"),
            control("private=\"Set-Cookie\", max-age=60"),
            control("no-cache", "ETag", "\"one\""),
            control("must-understand, no-store, max-age=60"),
            control("private, s-maxage=60, public"),
            control("max-age=60, broken=\"private"),
            control("max-age=60", "Vary", "*"),
            control("no-store, s-maxage=60"),
            control("private, no-cache=\"Set-Cookie\""));

    static final List<List<String>> ALL =
            Stream.concat(KEPT.stream(), KEPT_ELSEWHERE.stream()).toList();

    @ParameterizedTest
    @FieldSource("ALL")
    void answerThatUsesTheSession_isTheVisitorsOwn_whateverTheApplicationSays(List<String> headers) throws Exception {
        start(CachePolicy.PRIVATE, headers);
        for (String path : List.of("/before", "/after", "/in-between")) {
            SharedCache.Answer one = cache.get(path);
            SharedCache.Answer other = cache.get(path);
            assertThatTheyAreStrangers(one, other);
            assertThatItIsPrivate(one);
        }
        SharedCache.Answer one = cache.get("/reading");
        assertThat(one.values("Set-Cookie")).isEmpty();
        assertThat(cache.get("/reading").body()).isNotEqualTo(one.body());
        assertThatItIsPrivate(one);
    }

    /** The cache does keep what it may, so the tests above can fail. */
    @ParameterizedTest
    @FieldSource("KEPT")
    void answerThatDoesNotUseTheSession_isLeftToTheCache(List<String> headers) throws Exception {
        start(CachePolicy.PRIVATE, headers);
        SharedCache.Answer one = cache.get("/unused");
        SharedCache.Answer other = cache.get("/unused");
        assertThat(other.isFromCache()).isTrue();
        assertThat(other.body()).isEqualTo(one.body());
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("KEPT")
    void applicationThatDecidesForItself_shows_whatWouldBeSharedOtherwise(List<String> headers) throws Exception {
        start(CachePolicy.APPLICATION, headers);
        for (String path : List.of("/before", "/after")) {
            SharedCache.Answer one = cache.get(path);
            SharedCache.Answer other = cache.get(path);
            assertThat(other.isFromCache()).isTrue();
            assertThat(other.body()).isEqualTo(one.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "no-cache, no-store, max-age=0, must-revalidate",
                "private",
                "private, max-age=60",
                "max-age=60, private, must-revalidate"
            })
    void whatIsStrictEnough_staysAsItIs(String said) throws Exception {
        start(CachePolicy.PRIVATE, control(said));
        assertThat(cache.get("/before").values("Cache-Control")).containsExactly(said);
        assertThat(cache.get("/after").values("Cache-Control")).containsExactly(said);
        assertThat(log).isEmpty();
    }

    @Test
    void ageThatABrowserMayKeepItFor_stays() throws Exception {
        start(CachePolicy.PRIVATE, control("public, max-age=60, s-maxage=600, immutable"));
        assertThat(cache.get("/before").values("Cache-Control")).containsExactly("private, max-age=60, immutable");
    }

    @Test
    void answerWithoutAWordAboutCaches_isPrivate() throws Exception {
        start(CachePolicy.PRIVATE, says());
        assertThat(cache.get("/before").values("Cache-Control")).containsExactly("private");
        assertThat(cache.get("/unused").values("Cache-Control")).isEmpty();
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Accel-Expires",
                "Surrogate-Control",
                "CDN-Cache-Control",
                "cdn-cache-control",
                "Cloudflare-CDN-Cache-Control",
                "Vercel-CDN-Cache-Control",
                "Netlify-CDN-Cache-Control",
                "Akamai-Cache-Control",
                "Edge-Control",
                "X-LiteSpeed-Cache-Control",
                "Fastly-Surrogate-Control"
            })
    void fieldsForOneKindOfCache_areRemoved(String name) throws Exception {
        start(CachePolicy.PRIVATE, control("private", name, "max-age=600"));
        assertThat(cache.get("/before").values(name)).isEmpty();
        assertThat(cache.get("/after").values(name)).isEmpty();
        assertThat(cache.get("/unused").values(name)).containsExactly("max-age=600");
    }

    @Test
    void contradiction_isSaidOnce_andNamesNothingOfTheRequest() throws Exception {
        start(CachePolicy.PRIVATE, control("public, max-age=60"));
        cache.get("/before");
        cache.get("/after");
        cache.get("/before");
        assertThat(log).hasSize(1);
        assertThat(log.get(0)).startsWith("peruser.answer-not-shared:").doesNotContain("/before", "localhost");
    }
}
