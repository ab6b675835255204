// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import dev.centralog.gatherer.config.AlertSettings.Webhook;
import dev.centralog.internal.status.Version;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The receiver of alerts, over HTTP/1.1. It is connected to at an address that was checked: a name that leads to a private address is
 * refused, and it is not looked up again between the check and the connection.
 *
 * <p>Thread-safety: one thread posts; {@link #close} by any thread, which ends a post that is under way.
 */
public final class Receiver implements AutoCloseable {
    /** The longest time of one attempt, from the look-up of the name to the end of the answer. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    static final String ID_HEADER = "X-Centralog-Id";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final int MOST_HEADERS = 16_384;
    private static final int MOST_BODY = 1_024;
    private static final int MOST_SHOWN = 200;
    private static final int THREADS = 6;

    private final Webhook webhook;
    private final Clock clock;
    private final Duration longest;
    private @Nullable HttpClient client;
    private boolean isClosed;

    /** Makes one that is not connected. */
    public Receiver(Webhook webhook, Clock clock) {
        this(webhook, clock, LONGEST);
    }

    Receiver(Webhook webhook, Clock clock, Duration longest) {
        this.webhook = webhook;
        this.clock = clock;
        this.longest = longest;
    }

    /** Posts a message, and returns how that ended. Blocks for {@link #LONGEST} at most. */
    Answer post(Post post) throws InterruptedException {
        byte[] body = Body.of(post, webhook.format(), webhook.pageUrl());
        HttpClient open = client();
        if (open == null) {
            return Answer.none("the gatherer is stopping");
        }
        Request request = open.POST(webhook.url())
                .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .body(new BytesRequestContent("application/json", body))
                .headers(headers -> {
                    headers.put(HttpHeader.CONNECTION, "close");
                    headers.put(ID_HEADER, post.id());
                    if (!webhook.secret().isEmpty()) {
                        headers.put(Signature.HEADER, Signature.of(webhook.secret(), clock.instant(), body));
                    }
                });
        Start start = new Start();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        request.onResponseHeaders(response -> start.begin())
                .onResponseContent((response, content) -> {
                    if (!start.add(content)) {
                        Object unused = response.abort(new IllegalStateException("the rest of the body is not read"));
                    }
                })
                .send(result -> answer.complete(answer(result, start)));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never happens: it is completed with an answer
        }
    }

    /** The start of an answer: whether its head has come, and of its body what is kept. */
    private static final class Start {
        private final byte[] bytes = new byte[MOST_BODY];
        private int length;
        private boolean hasBegun;

        private synchronized void begin() {
            hasBegun = true;
        }

        private synchronized boolean hasBegun() {
            return hasBegun;
        }

        /** Adds what fits; returns whether all did. */
        private synchronized boolean add(ByteBuffer content) {
            int part = Math.min(content.remaining(), bytes.length - length);
            content.get(bytes, length, part);
            length += part;
            boolean fits = !content.hasRemaining();
            content.position(content.limit());
            return fits;
        }

        private synchronized String text() {
            String text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
            return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
        }
    }

    private Answer answer(Result result, Start start) {
        if (start.hasBegun()) {
            return new Answer(result.getResponse().getStatus(), start.text(), retryAfter(result));
        }
        Throwable why = result.getFailure();
        if (why instanceof java.util.concurrent.TimeoutException) {
            return Answer.none("nothing came within " + longest.toMillis() + " ms");
        }
        CertificateFault fault = CertificateFault.of(why);
        if (fault != null) {
            return Answer.none(fault.words());
        }
        return Answer.none(why == null || why.getMessage() == null ? String.valueOf(why) : why.getMessage());
    }

    private static @Nullable Duration retryAfter(Result result) {
        String text = result.getResponse().getHeaders().get(HttpHeader.RETRY_AFTER);
        if (text == null || !text.strip().matches("\\d{1,9}")) {
            return null;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(text.strip()));
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    private synchronized @Nullable HttpClient client() {
        if (client == null && !isClosed) {
            client = started();
        }
        return client;
    }

    private HttpClient started() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("centralog-webhook");
        threads.setDaemon(true);
        threads.setStopTimeout(0); // stopping the gatherer does not wait for them
        ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("centralog-webhook-timer", true);
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setConnectTimeout(CONNECT);
        HttpClient made = new HttpClient(new HttpClientTransportOverHTTP(connector));
        made.setExecutor(threads);
        made.setScheduler(scheduler);
        made.setFollowRedirects(false);
        made.setMaxResponseHeadersSize(MOST_HEADERS);
        made.setConnectTimeout(CONNECT.toMillis());
        made.setHttpCookieStore(new HttpCookieStore.Empty());
        made.setUserAgentField(new HttpField(
                HttpHeader.USER_AGENT, "Centralog/" + Version.current().number()));
        SocketAddressResolver names = new SocketAddressResolver.Async(threads, scheduler, CONNECT.toMillis());
        made.setSocketAddressResolver(
                (host, port, context, promise) -> names.resolve(host, port, context, new Checked(webhook, promise)));
        try {
            made.start();
            made.getContentDecoderFactories().clear(); // so no body gets larger than what was sent
            return made;
        } catch (Exception e) {
            throw new IllegalStateException("the client of the webhook can't be started", e);
        }
    }

    /** The addresses of a name, which fail if one of them is private and that is not allowed. */
    private record Checked(Webhook webhook, Promise<List<InetSocketAddress>> promise)
            implements Promise<List<InetSocketAddress>> {
        @Override
        public void succeeded(List<InetSocketAddress> addresses) {
            List<String> refused = addresses.stream()
                    .map(InetSocketAddress::getAddress)
                    .filter(each -> !webhook.mayBePrivate() && PrivateAddresses.contain(each))
                    .map(each -> each.getHostAddress())
                    .toList();
            if (refused.isEmpty()) {
                promise.succeeded(addresses);
            } else {
                promise.failed(
                        new IllegalArgumentException(
                                "its address " + refused.get(0)
                                        + " is of this machine, of a private network or reserved, which only 'webhookPrivate: true' allows"));
            }
        }

        @Override
        public void failed(Throwable why) {
            promise.failed(why);
        }
    }

    /** Returns the receiver's address without what may be a secret. */
    @Override
    public String toString() {
        return webhook.toString();
    }

    /** Disconnects. */
    @Override
    public void close() {
        HttpClient open;
        synchronized (this) {
            isClosed = true;
            open = client;
            client = null;
        }
        if (open != null) {
            try {
                open.stop();
            } catch (Exception ignored) {
                // Its threads are daemons, and nothing else is left of it.
            }
        }
    }
}
