// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.page.PageViews;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests of connections that are slow, many or open, and of queries that do not end. */
class PageLoadIT extends PageFixture {
    private static final PageServer.Limits SHORT = new PageServer.Limits(20_000, 100, 500);
    private static final int CONNECTIONS = 1_000;

    @Test
    void connection_thatSendsAByteNowAndThen_isClosed() throws IOException {
        start(USUAL, SHORT, new EchoedViews());
        for (String start : List.of(
                "",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ",
                "POST /sign-in HTTP/1.1\r\nHost:"
                        + " localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n")) {
            try (Socket socket = RawAnswer.connect(port())) {
                RawAnswer.send(socket, start);

                Awaitility.await().atMost(LIMIT).until(() -> {
                    try {
                        RawAnswer.send(socket, "a"); // many times within the limit without any byte
                        return false;
                    } catch (SocketException closed) {
                        return true;
                    }
                });
            }
        }
        assertThat(RawAnswer.get(port(), "/livez").status()).isEqualTo(200);
    }

    @Test
    void connections_moreThanMayBe_leaveRoomForOthers() throws IOException {
        start(USUAL, SHORT, new EchoedViews());
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(RawAnswer.connect(port()));
            }

            assertThat(RawAnswer.get(port(), "/livez").status()).isEqualTo(200);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(each -> each.getName().startsWith("centralog-page"))
                            .count())
                    .isLessThan(20);
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
    }

    @Test
    void queries_thatDoNotEnd_leaveHealthAndFilesAlone() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        start(USUAL, PageServer.Limits.USUAL, new PageViews() {
            @Override
            public Answer answer(String view, Map<String, List<String>> parameters) {
                running.incrementAndGet();
                try {
                    end.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                return new Answer(200, "{}");
            }

            @Override
            public Answer change(String path, byte[] body, String by) {
                throw new UnsupportedOperationException(path);
            }

            @Override
            public void close() {
                end.countDown();
            }
        });
        String cookie = signIn();
        List<Socket> asking = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = RawAnswer.connect(port());
                asking.add(socket);
                RawAnswer.send(
                        socket,
                        "GET /api/meta HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + cookie + "\r\n\r\n");
            }
            Awaitility.await().atMost(LIMIT).until(() -> running.get() == 4);

            assertThat(RawAnswer.get(port(), "/livez").status()).isEqualTo(200);
            assertThat(RawAnswer.get(port(), "/", cookie).status()).isEqualTo(200);
            assertThat(running).hasValue(4);

            end.countDown();
            for (Socket each : asking) {
                assertThat(RawAnswer.read(each).status()).isEqualTo(200);
            }
        } finally {
            end.countDown();
            for (Socket each : asking) {
                each.close();
            }
        }
    }

    @Test
    void readiness_whileSomethingIsAwayAndWhileStopping_saysWhy() throws IOException {
        start(USUAL);
        assertThat(RawAnswer.get(port(), "/readyz").status()).isEqualTo(200);

        notReady.add("Redis is unavailable");
        assertThat(RawAnswer.get(port(), "/readyz").status()).isEqualTo(503);
        assertThat(RawAnswer.get(port(), "/readyz").body())
                .isEqualTo("{\"ready\":false,\"reasons\":[\"Redis is unavailable\"]}\n");
        notReady.clear();
        server().drain();

        assertThat(RawAnswer.get(port(), "/readyz").body()).contains("the gatherer is stopping");
        assertThat(RawAnswer.get(port(), "/readyz").status()).isEqualTo(503);
        assertThat(RawAnswer.get(port(), "/livez").status()).isEqualTo(200);
    }

    @Test
    void close_withOpenConnections_closesThem() throws IOException {
        start(USUAL);
        try (Socket idle = RawAnswer.connect(port());
                Socket half = RawAnswer.connect(port())) {
            RawAnswer.send(half, "GET / HT");
            assertThat(RawAnswer.get(port(), "/livez").status()).isEqualTo(200); // so both were accepted

            server().close();

            assertThat(endOf(idle)).isTrue();
            assertThat(endOf(half)).isTrue();
        }
    }

    private static boolean endOf(Socket socket) throws IOException {
        try {
            RawAnswer.read(socket);
        } catch (SocketException ignored) {
            // reset: that is an end, too
        }
        return true;
    }
}
