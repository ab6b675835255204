// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.config.AlertSettings.Webhook;
import dev.centralog.gatherer.config.WebhookFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of how a message gets to a receiver, and how that ends. */
class ReceiverIT {
    private static final Instant NOW = Instant.parse("2026-02-10T14:37:30Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Post POST = new Post("c0ffee", Post.ALERT, NOW, List.of(new Alert("{\"kind\":\"new\"}")), 1);

    private final HookServer hook = new HookServer();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        hook.close();
    }

    private static Webhook webhook(String url, boolean mayBePrivate) {
        return new Webhook(URI.create(url), "0123456789abcdef", WebhookFormat.JSON, mayBePrivate, "");
    }

    private static Answer post(String url, boolean mayBePrivate) throws InterruptedException {
        return post(url, mayBePrivate, Receiver.LONGEST);
    }

    private static Answer post(String url, boolean mayBePrivate, Duration longest) throws InterruptedException {
        try (Receiver receiver = new Receiver(webhook(url, mayBePrivate), CLOCK, longest)) {
            return receiver.post(POST);
        }
    }

    private void await() {
        try {
            assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void post_receiver_getsTheBodyAndItsSignature() throws InterruptedException {
        Answer answer = post(hook.url() + "?key=1", true);

        assertThat(answer).isEqualTo(new Answer(200, "ok", null));
        HookServer.Received received = hook.received().get(0);
        assertThat(received.path()).isEqualTo("/hook");
        assertThat(received.body())
                .isEqualTo("{\"version\":1,\"id\":\"c0ffee\",\"type\":\"alert\",\"made_at\":\"2026-02-10T14:37:30Z\","
                        + "\"count\":1,\"alerts\":[{\"kind\":\"new\"}],\"more\":0}");
        assertThat(received.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-Centralog-Id", "c0ffee")
                .containsEntry(
                        "X-Centralog-Signature",
                        Signature.of("0123456789abcdef", NOW, received.body().getBytes(StandardCharsets.UTF_8)))
                .doesNotContainKeys("Cookie", "Authorization", "Referer", "Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/hook",
                "http://localhost:PORT/hook",
                "http://2130706433:PORT/hook",
                "http://[::1]:PORT/hook",
                "http://[::ffff:127.0.0.1]:PORT/hook",
                "http://0.0.0.0:PORT/hook",
                "http://10.0.0.1:PORT/hook",
                "http://169.254.169.254/latest/meta-data/"
            })
    void post_privateAddressThatIsNotAllowed_isRefusedWithoutConnecting(String url) throws InterruptedException {
        Answer answer = post(url.replace("PORT", URI.create(hook.url()).getPort() + ""), false);

        assertThat(answer.status()).isZero();
        assertThat(answer.words()).contains("did not answer: its address ", "webhookPrivate");
        assertThat(hook.received()).isEmpty();
    }

    @Test
    void post_nameThatDoesNotExist_saysSo() throws InterruptedException {
        assertThat(post("http://no-such-host.invalid/", true).words()).contains("did not answer: no-such-host.invalid");
    }

    @Test
    void post_redirect_isNotFollowed() throws InterruptedException {
        hook.reply(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            HookServer.send(exchange, 307, "");
        });

        Answer answer = post(hook.url(), true);

        assertThat(answer.isTaken()).isFalse();
        assertThat(answer.words()).contains("answered 307, and redirects are not followed");
        assertThat(hook.received()).hasSize(1);
    }

    @Test
    void post_receiverThatHangs_isGivenUp() throws InterruptedException {
        hook.reply(exchange -> await());

        Answer answer = post(hook.url(), true, SHORT);

        assertThat(answer.status()).isZero();
        assertThat(answer.words()).isEqualTo("did not answer: nothing came within 2000 ms");
        assertThat(hook.received()).hasSize(1);
    }

    /** A server that takes connections, and each second sends a byte of a head without an end. */
    @Test
    void post_answerThatTrickles_isGivenUp() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread trickle = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX-A: ".getBytes(StandardCharsets.US_ASCII));
                    while (!end.await(50, TimeUnit.MILLISECONDS)) {
                        socket.getOutputStream().write('a');
                    }
                } catch (IOException | InterruptedException ignored) {
                    // the receiver has gone
                }
            });
            trickle.start();

            Answer answer = post("http://127.0.0.1:" + server.getLocalPort() + "/", true, SHORT);

            assertThat(answer.isTaken()).isFalse();
            trickle.join(10_000);
            assertThat(trickle.isAlive()).isFalse();
        }
    }

    @Test
    void post_bodyWithoutEnd_isReadToABoundOnly() throws InterruptedException {
        byte[] part = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        CountDownLatch broken = new CountDownLatch(1);
        hook.reply(exchange -> {
            exchange.sendResponseHeaders(500, 0);
            try {
                while (end.getCount() > 0) {
                    exchange.getResponseBody().write(part);
                }
            } catch (IOException e) {
                broken.countDown();
                throw e;
            }
        });

        Answer answer;
        try (Receiver receiver = new Receiver(webhook(hook.url(), true), CLOCK)) {
            answer = receiver.post(POST);
            assertThat(broken.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).hasSize(201).endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not http at all\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", ""})
    void post_answerThatIsNoHttp_isAFailure(String bytes) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException ignored) {
                    // the receiver has gone
                }
            });
            answering.start();

            assertThat(post("http://127.0.0.1:" + server.getLocalPort() + "/", true)
                            .isTaken())
                    .isFalse();
            answering.join(10_000);
        }
    }

    @Test
    void post_httpsToAServerWithoutTls_isAFailure() throws InterruptedException {
        Answer answer = post(hook.url().replace("http:", "https:"), true);

        assertThat(answer.status()).isZero();
        assertThat(hook.received()).isEmpty();
    }

    @Test
    void post_retryAfter_isTold() throws InterruptedException {
        hook.reply(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "120");
            HookServer.send(exchange, 429, "slow down");
        });
        assertThat(post(hook.url(), true)).isEqualTo(new Answer(429, "slow down", Duration.ofMinutes(2)));

        hook.reply(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "999999999");
            HookServer.send(exchange, 503, "");
        });
        assertThat(post(hook.url(), true).retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void close_whileAPostIsUnderWay_endsIt() throws Exception {
        hook.reply(exchange -> await());
        Receiver receiver = new Receiver(webhook(hook.url(), true), CLOCK, Duration.ofMinutes(2));
        Answer[] answer = new Answer[1];
        Thread posting = new Thread(() -> {
            try {
                answer[0] = receiver.post(POST);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        posting.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> hook.received().size() == 1);

        receiver.close();

        posting.join(30_000);
        assertThat(posting.isAlive()).isFalse();
        assertThat(answer[0].isTaken()).isFalse();
    }
}
