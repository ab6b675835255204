// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.PageAccess;
import dev.centralog.gatherer.metrics.GathererMetrics;
import dev.centralog.gatherer.page.PageViews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The common part of tests of the server: one at a free port, with views that are made up. */
abstract class PageFixture {
    static final Duration LIMIT = Duration.ofMinutes(2);
    static final CentralogConfig USUAL = CentralogConfig.defaults().with(GathererSettings.PAGE, "127.0.0.1:0");

    final List<String> addresses = new CopyOnWriteArrayList<>();
    final List<String> notReady = new CopyOnWriteArrayList<>();
    private @Nullable PageServer server;

    /** Views that say what they were asked. */
    static final class EchoedViews implements PageViews {
        @Override
        public Answer answer(String view, Map<String, List<String>> parameters) {
            return new Answer(200, "{\"view\":\"" + view + "\",\"parameters\":\"" + parameters + "\"}");
        }

        @Override
        public Answer change(String path, byte[] body, String by) {
            String text = new String(body, StandardCharsets.UTF_8);
            String thread = Thread.currentThread().getName();
            return new Answer(200, path + " by " + by + " of " + body.length + " bytes on " + thread + ": " + text);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    final PageServer start(CentralogConfig config) throws IOException {
        return start(config, PageServer.Limits.USUAL, new EchoedViews());
    }

    final PageServer start(CentralogConfig config, PageServer.Limits limits, PageViews views) throws IOException {
        PageContent content = new PageContent(
                views,
                () -> new PageViews.Answer(200, "{\"exitCode\":0}"),
                () -> new ArrayList<>(notReady),
                accept -> new GathererMetrics.Text("text/plain", "metrics as " + accept + "\n"));
        server = PageServer.start(
                PageAccess.of(config),
                content,
                new PageServer.Parts(limits, "test-page", System::nanoTime),
                addresses::add);
        return server;
    }

    final PageServer server() {
        return Objects.requireNonNull(server);
    }

    final int port() {
        return server().port();
    }

    /** Returns the path of the last address that was printed, with its token. */
    final String path() {
        return addresses.get(addresses.size() - 1).replaceFirst("http://[^/]*", "");
    }

    /** Signs in, and returns the header with the cookie. */
    final String signIn() throws IOException {
        RawAnswer answer = RawAnswer.get(port(), path());
        assertThat(answer.status()).isEqualTo(303);
        return "Cookie: " + answer.header("Set-Cookie").replaceFirst(";.*", "");
    }
}
