// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.page.PageViews;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of requests that change something. */
class PageChangesIT extends PageFixture {
    private static final String OWN = "X-Centralog: 1";

    private RawAnswer post(String path, String body, String... headers) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n"
                + String.join("\r\n", headers);
        return RawAnswer.to(port(), head.strip(), "", body);
    }

    @Test
    void change_ofThePage_reachesTheViewsWithItsBodyOnAThreadThatMayBlock() throws IOException {
        start(USUAL);

        RawAnswer answer = post("/api/family/ab/triage", "{\"action\":\"mute\"}", signIn(), OWN);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .startsWith("family/ab/triage by page of 17 bytes on centralog-page-")
                .endsWith(": {\"action\":\"mute\"}");
    }

    @Test
    void change_ofAnotherSite_reachesNothing() throws IOException {
        start(USUAL);
        String cookie = signIn();

        assertThat(post("/api/a", "{}", cookie, "Origin: http://localhost").body())
                .contains("X-Centralog");
        for (String header :
                List.of("Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "Host: evil")) {
            RawAnswer answer = post("/api/a", "{}", cookie, OWN, header);
            assertThat(answer.status()).as(header).isIn(400, 403);
            assertThat(answer.body()).doesNotContain("a by page");
        }
        assertThat(post("/api/a", "{}", cookie, OWN, "Origin: http://localhost").body())
                .startsWith("a by page");
    }

    @Test
    void change_ofOneWhoHasNotSignedIn_isRefused() throws IOException {
        start(USUAL);

        RawAnswer answer = post("/api/a", "{}", OWN);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("not signed in").doesNotContain("a by page");
    }

    @Test
    void change_byAReverseProxy_isOfTheUserThatItNames() throws IOException {
        CentralogConfig config = USUAL.with(GathererSettings.PAGE_PROXY_HEADER, "X-User");
        start(config.with(GathererSettings.PAGE_PROXY_ADDRESSES, List.of("127.0.0.1")));

        assertThat(post("/api/a", "{}", OWN, "X-User: ann ").body()).startsWith("a by ann of 2 bytes");
        assertThat(post("/api/a", "{}", OWN, "X-User:  ").status()).isEqualTo(401);
        stop();
        start(config.with(GathererSettings.PAGE_PROXY_ADDRESSES, List.of("192.0.2.7")));

        assertThat(post("/api/a", "{}", signIn(), OWN, "X-User: ann").body()).startsWith("a by page");
    }

    @Test
    void body_thatIsTooLong_isRefusedWhetherOrNotItSaysSo() throws IOException {
        start(USUAL);
        String cookie = signIn();

        assertThat(post("/api/a", "a".repeat(16_384), cookie, OWN).body()).contains("of 16384 bytes");
        assertThat(post("/api/a", "a".repeat(16_385), cookie, OWN).status()).isEqualTo(413);
        RawAnswer chunked = RawAnswer.to(
                port(),
                "POST /api/a HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Transfer-Encoding: chunked",
                cookie,
                OWN,
                "",
                "4000\r\n" + "a".repeat(0x4000) + "\r\n1\r\na\r\n0");
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(chunked.body()).contains("allowed are");
    }

    @Test
    void bodies_thatNeverEnd_keepNobodyFromReadingOrChanging() throws IOException {
        start(USUAL);
        String cookie = signIn();
        Socket[] open = new Socket[40]; // more than there are threads, and queries at once

        try {
            for (int i = 0; i < open.length; i++) {
                open[i] = RawAnswer.connect(port());
                RawAnswer.send(
                        open[i],
                        "POST /api/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n" + cookie + "\r\n" + OWN
                                + "\r\n\r\n{");
            }

            assertThat(RawAnswer.get(port(), "/api/meta", cookie).status()).isEqualTo(200);
            assertThat(post("/api/a", "{}", cookie, OWN).status()).isEqualTo(200);
            RawAnswer.send(open[0], "\"a\":\"b\"}");
            byte[] start = open[0].getInputStream().readNBytes("HTTP/1.1 200".length());
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        } finally {
            for (Socket each : open) {
                if (each != null) {
                    each.close();
                }
            }
        }
    }

    @Test
    void changes_thatFail_areAnsweredWithoutAnythingOfOurs() throws IOException {
        start(USUAL, PageServer.Limits.USUAL, new PageViews() {
            @Override
            public Answer answer(String view, Map<String, List<String>> parameters) {
                return new Answer(200, "{}");
            }

            @Override
            public Answer change(String path, byte[] body, String by) {
                throw new IllegalStateException("a secret");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        });

        RawAnswer answer = post("/api/a", "{}", signIn(), OWN);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("Server Error").doesNotContain("secret", "IllegalState");
    }

    @Test
    void otherPathsAndMethods_changeNothing() throws IOException {
        start(USUAL);
        String cookie = signIn();

        assertThat(post("/family/ab/triage", "{}", cookie, OWN).status()).isEqualTo(404);
        assertThat(RawAnswer.to(port(), "PUT /api/a HTTP/1.1", "Host: localhost", "Connection: close", cookie, OWN)
                        .status())
                .isEqualTo(405);
        assertThat(RawAnswer.get(port(), "/api/a", cookie).body()).contains("\"view\":\"a\"");
    }
}
