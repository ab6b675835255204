// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An answer as its bytes came, up to the end of the connection.
 *
 * @param text all of it, each byte a character
 */
record RawAnswer(String text) {
    private static final int LIMIT_MILLIS = 60_000;

    /** Sends a request of these lines on a connection of its own, and reads until the server closes it. */
    static RawAnswer to(int port, String... lines) throws IOException {
        try (Socket socket = connect(port)) {
            send(socket, String.join("\r\n", lines) + "\r\n\r\n");
            return read(socket);
        }
    }

    /** Sends a GET of a path, with further headers, and with {@code Connection: close}. */
    static RawAnswer get(int port, String path, String... headers) throws IOException {
        return to(port, head("GET " + path, headers));
    }

    /** Sends a POST without a body, with further headers. */
    static RawAnswer post(int port, String path, String... headers) throws IOException {
        return to(port, head("POST " + path, headers));
    }

    private static String[] head(String request, String... headers) {
        boolean hasHost = List.of(headers).stream().anyMatch(each -> each.startsWith("Host:"));
        return (request + " HTTP/1.1\n" + (hasHost ? "" : "Host: localhost\n") + "Connection: close\n"
                        + String.join("\n", headers))
                .strip()
                .split("\n");
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static RawAnswer read(Socket socket) throws IOException {
        return new RawAnswer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    int status() {
        return text.isEmpty() ? 0 : Integer.parseInt(text.split(" ")[1]);
    }

    /** Returns the values of a header, joined by line feeds; empty if there is none. */
    String header(String name) {
        StringBuilder values = new StringBuilder();
        String start = name.toLowerCase(Locale.ROOT) + ":";
        head().lines()
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(start))
                .forEach(each -> values.append(values.isEmpty() ? "" : "\n")
                        .append(each.substring(start.length()).strip()));
        return values.toString();
    }

    String head() {
        return text.split(Pattern.quote("\r\n\r\n"), 2)[0];
    }

    String body() {
        String[] parts = text.split(Pattern.quote("\r\n\r\n"), 2);
        return parts.length < 2 ? "" : parts[1];
    }
}
