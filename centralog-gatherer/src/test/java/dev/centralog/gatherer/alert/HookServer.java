// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A receiver of alerts on this machine, which answers as it is told, and keeps what came. */
public final class HookServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Reply reply = exchange -> send(exchange, 200, "ok");
    private final @Nullable SSLContext tls;
    private HttpServer server;

    /** A request that came. */
    public record Received(String path, Map<String, String> headers, String body) {
        /** Returns the body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The server's answer to a request that was kept. */
    public interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    /** Starts one at a free port. */
    public HookServer() {
        this(null);
    }

    /** Starts one at a free port, by TLS if there is a context for it. */
    public HookServer(@Nullable SSLContext tls) {
        this.tls = tls;
        server = started(0);
    }

    private HttpServer started(int port) {
        try {
            InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            HttpServer made = tls == null ? HttpServer.create(at, 0) : secured(HttpsServer.create(at, 0), tls);
            made.setExecutor(threads);
            made.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
                received.add(new Received(exchange.getRequestURI().getPath(), headers, body));
                reply.to(exchange);
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer secured(HttpsServer made, SSLContext tls) {
        made.setHttpsConfigurator(new HttpsConfigurator(tls));
        return made;
    }

    /** Sends an answer, and ends the request. */
    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Answers as told from now on. */
    public void reply(Reply how) {
        reply = how;
    }

    /** Answers with a status from now on. */
    public void reply(int status) {
        reply = exchange -> send(exchange, status, "");
    }

    /** Goes away: nothing listens at the port. */
    public void goAway() {
        server.stop(0);
    }

    /** Comes back at the same port. */
    public void comeBack() {
        server = started(server.getAddress().getPort());
    }

    /** Returns the address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Returns what came, in its order. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Returns the bodies that came. */
    public List<JsonNode> bodies() {
        return received.stream().map(Received::json).toList();
    }

    /** Returns a line {@code type: kind level template, …} for each body that came. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (JsonNode body : bodies()) {
            List<String> alerts = new ArrayList<>();
            body.path("alerts")
                    .forEach(each -> alerts.add(each.path("kind").asText() + " "
                            + each.path("level").asText() + " "
                            + each.path("template").asText()));
            lines.add(body.path("type").asText() + ": " + String.join(", ", alerts));
        }
        return lines;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
