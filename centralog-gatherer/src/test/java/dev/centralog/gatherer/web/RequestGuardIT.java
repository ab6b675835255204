// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.config.GathererSettings;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of requests that are refused whoever sends them, and of the headers of all answers. */
class RequestGuardIT extends PageFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:2564",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.0.2.7",
                "[2001:db8::1]",
                "evil.example@localhost"
            })
    void host_ofAnotherSite_isRefused(String host) throws IOException {
        start(USUAL);
        String cookie = signIn();

        for (String path : List.of("/", "/api/meta", "/livez", path())) {
            RawAnswer answer = RawAnswer.get(port(), path, "Host: " + host, cookie);
            assertThat(answer.status()).as(path).isIn(400, 403);
            assertThat(answer.text()).doesNotContain("tests", "Set-Cookie", "live");
        }
    }

    @Test
    void host_ofThisMachineOrOfTheSettings_isAllowed() throws IOException {
        start(USUAL.with(GathererSettings.PAGE_HOSTS, List.of("Logs.example.com")));

        for (String host :
                List.of("localhost", "LOCALHOST:1234", "127.0.0.1:" + port(), "[::1]:80", "logs.example.com")) {
            assertThat(RawAnswer.get(port(), "/livez", "Host: " + host).status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void post_ofAnotherSite_isRefused() throws IOException {
        start(USUAL.with(GathererSettings.PAGE_HOSTS, List.of("logs.example.com")));
        String cookie = signIn();
        String own = "X-Centralog: 1";

        assertThat(post(cookie, own, "Origin: http://evil.example").status()).isEqualTo(403);
        assertThat(post(cookie, own, "Origin: null").status()).isEqualTo(403);
        assertThat(post(cookie, own, "Origin: http://localhost:1").status()).isEqualTo(403);
        assertThat(post(cookie, own, "Origin: http://[").status()).isEqualTo(403);
        assertThat(post(cookie, own, "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
        assertThat(post(cookie, own, "Sec-Fetch-Site: same-site").status()).isEqualTo(403);
        assertThat(post(cookie, "Origin: http://localhost").body()).contains("X-Centralog");
        assertThat(RawAnswer.post(port(), "/sign-in", "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(RawAnswer.get(port(), "/api/meta", cookie, "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);

        assertThat(RawAnswer.get(port(), "/api/meta", cookie).status()).isEqualTo(200);
        assertThat(post(cookie, own, "Origin: https://logs.example.com").status())
                .isEqualTo(303);
    }

    private RawAnswer post(String... headers) throws IOException {
        return RawAnswer.post(port(), "/sign-out", headers);
    }

    @Test
    void body_of100Megabytes_isRefusedBeforeItComes() throws IOException {
        start(USUAL);

        for (String path : List.of("/sign-in", "/api/meta", "/")) {
            try (Socket socket = RawAnswer.connect(port())) {
                RawAnswer.send(
                        socket,
                        "POST " + path
                                + " HTTP/1.1\r\nHost: localhost\r\nX-Centralog: 1\r\nContent-Length: 104857600\r\n\r\nab");

                RawAnswer answer = RawAnswer.read(socket); // ends, as the server closes the connection
                assertThat(answer.status()).isEqualTo(413);
                assertThat(answer.body()).contains("allowed are 16384");
            }
        }
    }

    @Test
    void body_withoutALength_isReadUpToTheLimit() throws IOException {
        start(USUAL);
        String chunk = "4000\r\n" + "a".repeat(0x4000) + "\r\n";

        RawAnswer answer = RawAnswer.to(
                port(),
                "POST /sign-in HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Content-Type: application/x-www-form-urlencoded",
                "Transfer-Encoding: chunked",
                "",
                chunk + chunk + "0");

        assertThat(answer.status()).isIn(400, 413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/../../../etc/passwd",
                "/static/..%2f..%2fetc/passwd",
                "/static/%2e%2e/%2e%2e/etc/passwd",
                "/static/..;/..;/etc/passwd",
                "/static/....//etc/passwd",
                "/static//etc/passwd",
                "/static/..\\..\\etc\\passwd",
                "/static/%00",
                "/static/PageServer.class",
                "/static/../PageServer.class",
                "/static/",
                "/static"
            })
    void path_outOfTheDirectory_findsNoFile(String path) throws IOException {
        start(USUAL);

        RawAnswer answer = RawAnswer.get(port(), path, signIn());

        assertThat(answer.text()).doesNotContain("root:", "CAFEBABE", "\u00ca\u00fe\u00ba\u00be");
        // What is left of it after that is a path of the page, or none at all.
        assertThat(answer.status() == 200 ? answer.body() : "a page of tests").contains("a page of tests");
        assertThat(answer.status()).isIn(200, 400, 404);
    }

    @Test
    void everyAnswer_hasThePolicyAndNoBanner() throws IOException {
        start(USUAL);
        String cookie = signIn();
        List<RawAnswer> answers = List.of(
                RawAnswer.get(port(), "/", cookie),
                RawAnswer.get(port(), "/static/app.js", cookie),
                RawAnswer.get(port(), "/static/none.js", cookie),
                RawAnswer.get(port(), "/api/meta", cookie),
                RawAnswer.get(port(), "/api/meta"),
                RawAnswer.get(port(), "/"),
                RawAnswer.get(port(), "/?token=x"),
                RawAnswer.get(port(), path()),
                RawAnswer.get(port(), "/livez"),
                RawAnswer.get(port(), "/readyz"),
                RawAnswer.get(port(), "/", "Host: evil.example"),
                RawAnswer.get(port(), "/api/meta?a=%zz", cookie),
                RawAnswer.get(port(), "/%2e%2e%2f"),
                RawAnswer.get(port(), "/", "X-Long: " + "x".repeat(40_000)),
                RawAnswer.post(port(), "/", cookie),
                RawAnswer.post(port(), "/nowhere", cookie, "X-Centralog: 1"),
                RawAnswer.to(port(), "DELETE / HTTP/1.1", "Host: localhost", "Connection: close"),
                RawAnswer.to(port(), "GET / HTTP/1.1", "Connection: close"),
                RawAnswer.to(port(), "no http at all"));

        for (RawAnswer answer : answers) {
            assertThat(answer.header("Content-Security-Policy"))
                    .as(answer.text())
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
                    .endsWith("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options"))
                    .as(answer.text())
                    .isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).as(answer.text()).isIn("no-referrer", "same-origin");
            assertThat(answer.header("Server")).isEmpty();
            assertThat(answer.text()).doesNotContainIgnoringCase("jetty");
        }
        assertThat(answers).extracting(RawAnswer::status).contains(200, 303, 400, 401, 403, 404, 405, 431);
    }

    @Test
    void files_ofThePage_areKeptByBrowsers() throws IOException {
        start(USUAL);
        String cookie = signIn();
        RawAnswer index = RawAnswer.get(port(), "/search?text=a", cookie);
        String script = index.body().replaceFirst("(?s).*src=\"([^\"]*)\".*", "$1");

        assertThat(index.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(script).matches("/static/[0-9a-f]{16}/app\\.js");
        RawAnswer kept = RawAnswer.get(port(), script, cookie);
        assertThat(kept.header("Cache-Control")).contains("immutable");
        assertThat(kept.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(kept.body()).startsWith("// a script of tests");
        RawAnswer zipped = RawAnswer.get(port(), script, cookie, "Accept-Encoding: br, gzip");
        assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(zipped.body())
                .startsWith("\u001f\u008b")
                .hasSizeLessThan(kept.body().length());
        RawAnswer again = RawAnswer.get(port(), "/static/app.js", cookie, "If-None-Match: " + kept.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }
}
