// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A separate connection that reads what a Redis holds, independently of the client library under test. Not thread-safe.
 * Blocks for at most the given time-out per answer.
 */
public final class RedisCli implements AutoCloseable {
    private final Socket socket = new Socket();
    private final DataInputStream input;

    /** Connects to a server on the loopback. */
    public RedisCli(int port, Duration timeout) {
        int timeoutMillis = (int) timeout.toMillis();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            socket.setTcpNoDelay(true);
            input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("no Redis on port " + port, e);
        }
    }

    /** Sends a command as {@link #call(byte[]...)} does, with arguments in UTF-8. */
    public @Nullable Object call(String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        return call(bytes);
    }

    /**
     * Sends one command and returns its answer: a String (status), a Long, a byte[] (bulk), a List of these, or null.
     *
     * @throws RedisCliException if the answer is an error; inside a list, errors are elements
     */
    public @Nullable Object call(byte[]... arguments) {
        try {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            line(request, "*" + arguments.length);
            for (byte[] argument : arguments) {
                line(request, "$" + argument.length);
                request.writeBytes(argument);
                line(request, "");
            }
            socket.getOutputStream().write(request.toByteArray());
            Object answer = read();
            if (answer instanceof RedisCliException error) {
                throw error;
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from Redis", e);
        }
    }

    /**
     * Returns an answer as the text that {@code redis-cli} would print into a pipe: a list has one element per line,
     * null is empty.
     */
    public static String text(@Nullable Object answer) {
        if (answer == null) {
            return "";
        }
        if (answer instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (answer instanceof List<?>) {
            return String.join("\n", texts(answer));
        }
        return answer.toString();
    }

    /** Returns a list's elements as texts; an answer that is no list is the only element. */
    public static List<String> texts(@Nullable Object answer) {
        return answer instanceof List<?> list
                ? list.stream().map(RedisCli::text).toList()
                : List.of(text(answer));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(ByteArrayOutputStream request, String line) {
        request.writeBytes((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private @Nullable Object read() throws IOException {
        String head = readLine();
        String rest = head.substring(1);
        return switch (head.charAt(0)) {
            case '+' -> rest;
            case '-' -> new RedisCliException(rest);
            case ':' -> Long.valueOf(rest);
            case '$' -> readBulk(Integer.parseInt(rest));
            case '*' -> readList(Integer.parseInt(rest));
            default -> throw new IOException("not an answer of Redis: " + head);
        };
    }

    private byte @Nullable [] readBulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        input.readFully(bytes);
        readLine();
        return bytes;
    }

    private @Nullable List<@Nullable Object> readList(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(read());
        }
        return list;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte next = input.readByte(); next != '\n'; next = input.readByte()) {
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.substring(0, text.length() - 1);
    }
}
