// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.page.ExportReceiver;
import dev.centralog.gatherer.page.PageViews;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of exports over real sockets: those that end, that are broken off, and that nobody reads. */
class ExportHandlerIT extends PageFixture {
    private static final PageServer.Limits SHORT = new PageServer.Limits(500, 500, 500);
    private static final byte[] LINE = "x".repeat(999).concat("\n").getBytes(StandardCharsets.US_ASCII);

    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Views with an export of that many kilobytes, which fails at its end if its name says so. */
    private PageViews views(long kilobytes) {
        return new PageViews() {
            @Override
            public Answer answer(String view, Map<String, List<String>> parameters) {
                return new Answer(200, "{}");
            }

            @Override
            public Answer change(String path, byte[] body, String by) {
                return new Answer(404, "{}");
            }

            @Override
            public @Nullable Answer export(String name, Map<String, List<String>> parameters, ExportReceiver receiver)
                    throws IOException {
                if (name.equals("none.csv")) {
                    return new Answer(404, "{\"error\":\"none\"}");
                }
                try {
                    OutputStream out = receiver.begin("text/csv; charset=utf-8", "a-file.csv");
                    for (long n = 0; n < kilobytes; n++) {
                        out.write(LINE);
                        written.addAndGet(LINE.length);
                    }
                    if (name.equals("broken.csv")) {
                        throw new IOException("broken off");
                    }
                    out.close();
                    return null;
                } catch (IOException e) {
                    failure.set(e);
                    throw e;
                } finally {
                    ended.countDown();
                }
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    @Test
    void export_thatEnds_isAFile() throws IOException {
        start(USUAL, PageServer.Limits.USUAL, views(3_000));

        RawAnswer answer = RawAnswer.to(port(), "GET /api/export/events.csv HTTP/1.0", "Host: localhost", signIn());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"a-file.csv\"");
        assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.body()).hasSize(3_000_000);
        assertThat(RawAnswer.get(port(), "/api/export/none.csv", signIn()).status())
                .isEqualTo(404);
        assertThat(RawAnswer.get(port(), "/api/export/events.csv").status()).isEqualTo(401);
    }

    @Test
    void export_thatIsBrokenOff_isNotTakenForWhole() throws IOException {
        start(USUAL, PageServer.Limits.USUAL, views(100));

        RawAnswer broken = RawAnswer.to(port(), "GET /api/export/broken.csv HTTP/1.1", "Host: localhost", signIn());

        assertThat(broken.status()).isEqualTo(200);
        assertThat(broken.text()).doesNotEndWith("\r\n0\r\n\r\n"); // the last chunk is missing
    }

    @Test
    void export_thatNobodyReads_waitsAndEnds() throws Exception {
        start(USUAL, SHORT, views(1_000_000));
        String cookie = signIn();
        try (Socket socket = RawAnswer.connect(port())) {
            RawAnswer.send(socket, "GET /api/export/events.csv HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n\r\n");

            ended.await();

            assertThat(failure.get()).isInstanceOf(IOException.class);
            assertThat(written.get()).isLessThan(50_000_000); // what the sockets take, and one buffer
            assertThat(RawAnswer.get(port(), "/api/meta", cookie).status()).isEqualTo(200);
        }
    }

    @Test
    void client_thatGoesAway_endsTheExport() throws Exception {
        start(USUAL, PageServer.Limits.USUAL, views(1_000_000));
        String cookie = signIn();
        try (Socket socket = RawAnswer.connect(port())) {
            RawAnswer.send(socket, "GET /api/export/events.csv HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n\r\n");
            Awaitility.await().atMost(LIMIT).until(() -> written.get() > 0);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        ended.await();

        assertThat(failure.get()).isInstanceOf(IOException.class);
    }
}
