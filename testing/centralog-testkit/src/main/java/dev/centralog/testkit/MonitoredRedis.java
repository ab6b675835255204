// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The commands that a server executes, those of scripts included, as MONITOR shows them. Not thread-safe. */
public final class MonitoredRedis implements AutoCloseable {
    private static final String END = "all seen";

    private final LocalRedis redis;
    private final Socket socket;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    public MonitoredRedis(LocalRedis redis) {
        this.redis = redis;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
            socket.getOutputStream().write("MONITOR\r\n".getBytes(ISO_8859_1));
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            in.readLine(); // OK
            Thread reader = new Thread(() -> in.lines().forEach(lines::add), "monitor");
            reader.setUncaughtExceptionHandler((thread, closed) -> lines.add(END));
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the commands since the last call, each once: the command and its arguments, each byte as one character. */
    public List<List<String>> seen() {
        redis.cli("ECHO", END);
        Set<List<String>> commands = new LinkedHashSet<>();
        try {
            for (String line = lines.take(); !line.contains(END); line = lines.take()) {
                commands.add(arguments(line));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return new ArrayList<>(commands);
    }

    /** Returns the arguments in a line such as {@code 1700000000.5 [0 127.0.0.1:5] "GET" "a\x00b"}. */
    private static List<String> arguments(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean inside = false;
        for (int i = line.indexOf("] ") + 2; i < line.length(); i++) {
            char next = line.charAt(i);
            if (next == '"') {
                if (inside) {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                }
                inside = !inside;
            } else if (inside && next == '\\') {
                i++;
                if (line.charAt(i) == 'x') {
                    argument.append((char) Integer.parseInt(line.substring(i + 1, i + 3), 16));
                    i += 2;
                } else {
                    argument.append(unescaped(line.charAt(i)));
                }
            } else if (inside) {
                argument.append(next);
            }
        }
        return arguments;
    }

    private static char unescaped(char letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            default -> letter;
        };
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
