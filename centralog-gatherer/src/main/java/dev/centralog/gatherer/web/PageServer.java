// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.config.PageAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * The HTTP server of the page. Its threads, connections, queue and memory are bounded, so that whatever is sent to it, gathering goes
 * on; all its threads are daemon threads.
 *
 * <p>Thread-safe.
 */
public final class PageServer implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int CONNECTIONS = 200 + TailHandler.MOST;
    private static final int WAITING_CONNECTIONS = 512;
    private static final int QUERIES = 4;
    private static final int SCRAPES = 2;
    private static final int EXPORTS = 2;
    private static final int WAITING_QUERIES = 64;
    private static final Duration QUERY_WAIT = Duration.ofSeconds(10);
    private static final int HEADER_BYTES = 16 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final PageAccess access;
    private final SignIn signIn;
    private final SlowConnections slow;
    private final TailHandler tail;
    private volatile PageContent content;
    private volatile boolean isDraining;

    /**
     * The limits of time of a connection, in milliseconds.
     *
     * @param idleMillis the time without any byte
     * @param crowdedMillis the same while there are as many connections as may be
     * @param requestMillis the time without a new request, however many bytes come
     */
    record Limits(long idleMillis, long crowdedMillis, long requestMillis) {
        static final Limits USUAL = new Limits(30_000, 1_000, 60_000);
    }

    /**
     * The parts that tests replace.
     *
     * @param limits the limits of time
     * @param files the directory of the page's files, beside this class
     * @param nanos the clock
     */
    record Parts(Limits limits, String files, LongSupplier nanos) {
        static final Parts USUAL = new Parts(Limits.USUAL, "static", System::nanoTime);
    }

    private PageServer(PageAccess access, PageContent first, Parts parts, Consumer<String> onAddress) {
        this.access = access;
        content = first;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("centralog-page");
        threads.setDaemon(true);
        ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("centralog-page-timer", true);
        server = new Server(threads, scheduler, null);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(access.isLoopback() && access.host().equals("localhost") ? "127.0.0.1" : access.host());
        connector.setPort(access.port());
        connector.setIdleTimeout(parts.limits.idleMillis);
        connector.setAcceptQueueSize(WAITING_CONNECTIONS);
        server.addConnector(connector);
        NetworkConnectionLimit most = new NetworkConnectionLimit(CONNECTIONS, connector);
        most.setEndPointIdleTimeout(parts.limits.crowdedMillis);
        server.addBean(most);
        server.setErrorHandler(new PageErrors());
        signIn = new SignIn(access, parts.nanos, () -> onAddress.accept(address()));
        slow = new SlowConnections(connector, scheduler, parts.limits.requestMillis, parts.nanos);
        tail = new TailHandler(() -> content, signIn::isIn, slow);
        signIn.onSignedOut(tail::signedOut);
        PageHandler handler = new PageHandler(
                new RequestGuard(access),
                signIn,
                StaticFiles.read(parts.files, access.traceUrl()),
                this::reasonsNotToBeReady);
        handler.setHandler(byPath());
        server.setHandler(handler);
        server.setStopTimeout(0); // open connections are closed at once
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.addCustomizer((request, headers) -> {
            Answers.protect(headers);
            return request;
        });
        return http;
    }

    /** Returns the handler of all data; what blocks is done by a few threads at once. */
    private WholeBody byPath() {
        PathMappingsHandler byPath = new PathMappingsHandler();
        byPath.addMapping(PathSpec.from(Paths.API + "*"), few(QUERIES, new ApiHandler(() -> content, signIn::user)));
        byPath.addMapping(PathSpec.from(Paths.TAIL), tail);
        byPath.addMapping(PathSpec.from(Paths.EXPORT + "*"), few(EXPORTS, new ExportHandler(() -> content, slow)));
        byPath.addMapping(PathSpec.from(Paths.METRICS), few(SCRAPES, new MetricsHandler(() -> content)));
        return new WholeBody(byPath);
    }

    private static QoSHandler few(int atOnce, Handler handler) {
        QoSHandler few = new QoSHandler(handler);
        few.setMaxRequestCount(atOnce);
        few.setMaxSuspendedRequestCount(WAITING_QUERIES);
        few.setMaxSuspend(QUERY_WAIT);
        return few;
    }

    /**
     * Starts a server. Blocks for about half a second.
     *
     * @param access the address, which must be on
     * @param onAddress is given the address to open, with a token that lets in once if only this machine can reach it: now, and again
     *     when that token was used
     * @throws IOException if the address can't be used; a {@link java.net.BindException} is among the causes if it is in use
     */
    public static PageServer start(PageAccess access, PageContent content, Consumer<String> onAddress)
            throws IOException {
        return start(access, content, Parts.USUAL, onAddress);
    }

    static PageServer start(PageAccess access, PageContent content, Parts parts, Consumer<String> onAddress)
            throws IOException {
        PageServer server = new PageServer(access, content, parts, onAddress);
        try {
            server.server.start();
            server.slow.schedule();
        } catch (Exception e) {
            server.close();
            throw e instanceof IOException failed ? failed : new IOException(e);
        }
        onAddress.accept(server.address());
        return server;
    }

    private List<String> reasonsNotToBeReady() {
        List<String> reasons = new ArrayList<>();
        if (isDraining) {
            reasons.add("the gatherer is stopping");
        }
        reasons.addAll(content.notReady().get());
        return reasons;
    }

    /** Returns the port that the server listens at. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Returns the address to open; if only this machine can reach it, with a token that lets in once. */
    public String address() {
        String shown = access.host().contains(":") ? "[" + access.host() + "]" : access.host();
        return "http://" + shown + ":" + port() + "/" + (access.isLoopback() ? "?token=" + signIn.oneTimeToken() : "");
    }

    /** Shows something else from now on; sessions stay. Returns what was shown until now, which may still be in use for a moment. */
    public synchronized PageContent show(PageContent other) {
        PageContent before = content;
        content = other;
        return before;
    }

    /** Says from now on that it is not ready, as it is about to be closed. */
    public void drain() {
        isDraining = true;
    }

    /** Stops the server and closes all connections; does not close the views. Blocks for some milliseconds. */
    @Override
    public void close() {
        tail.end();
        try {
            server.stop();
        } catch (Exception ignored) { // as it is, it answers nothing any more
            connector.getConnectedEndPoints().forEach(EndPoint::close);
        }
    }
}
