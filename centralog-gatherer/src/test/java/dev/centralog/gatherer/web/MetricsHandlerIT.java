// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.config.GathererSettings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of who may read the metrics. */
class MetricsHandlerIT extends PageFixture {
    private static final String TOKEN = "a-token-of-tests-0123456789";

    @Test
    void metrics_onThisMachine_needNoSession() throws IOException {
        start(USUAL);

        RawAnswer answer = RawAnswer.get(port(), "/metrics", "Accept: application/openmetrics-text");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body()).isEqualTo("metrics as application/openmetrics-text\n");
        assertThat(RawAnswer.get(port(), "/metrics/").status()).isEqualTo(401);
        assertThat(RawAnswer.post(port(), "/metrics", "X-Centralog: 1").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.7"})
    void metrics_passedOnByAProxy_needTheToken(String header) throws IOException {
        start(USUAL.with(GathererSettings.PAGE_TOKEN, TOKEN));

        RawAnswer answer = RawAnswer.get(port(), "/metrics", header);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(RawAnswer.get(port(), "/metrics", header, "Authorization: Bearer " + TOKEN)
                        .body())
                .startsWith("metrics");
        assertThat(RawAnswer.get(port(), "/metrics", header, "Authorization: Bearer wrong")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void metrics_whereAProxyIsExpected_needASession() throws IOException {
        for (CentralogConfig each : List.of(
                USUAL.with(GathererSettings.PAGE_HOSTS, List.of("logs.example.com")),
                USUAL.with(GathererSettings.PAGE_PROXY_HEADER, "X-User"))) {
            start(each);

            assertThat(RawAnswer.get(port(), "/metrics").status()).isEqualTo(401);
            assertThat(RawAnswer.get(port(), "/metrics", signIn()).status()).isEqualTo(200);
            stop();
        }
    }

    @Test
    void metrics_askedForByAnotherSite_areRefused() throws IOException {
        start(USUAL);

        assertThat(RawAnswer.get(port(), "/metrics", "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(RawAnswer.get(port(), "/metrics", "Host: evil.example").status())
                .isEqualTo(403);
    }
}
