// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many clients of a live tail, over real sockets, read by one thread. Thread-safe, but for {@link #open}. */
final class TailClients implements AutoCloseable {
    private static final int SMALL = 4 * 1024;

    private final int port;
    private final Selector selector;
    private final Thread thread;
    private final List<Client> clients = new ArrayList<>();
    private volatile boolean isClosed;

    TailClients(int port) throws IOException {
        this.port = port;
        selector = Selector.open();
        thread = new Thread(this::run, "tail-clients");
        thread.setDaemon(true);
        thread.start();
    }

    /** A client, and what it has got. */
    static final class Client {
        private static final Pattern EVENT = Pattern.compile("event: (\\w+)\n(?:id: (\\S+)\n)?data: (.*)\n\n");
        private static final Pattern MESSAGE = Pattern.compile("\"message\":\"(\\w+)");

        private final SocketChannel channel;
        private final StringBuilder text = new StringBuilder();
        private volatile boolean hasEnded;

        private Client(SocketChannel channel) {
            this.channel = channel;
        }

        synchronized String text() {
            return text.toString();
        }

        private synchronized void add(ByteBuffer bytes) {
            text.append(StandardCharsets.ISO_8859_1.decode(bytes));
        }

        boolean hasEnded() {
            return hasEnded;
        }

        int status() {
            String text = text();
            return text.length() < 12 ? 0 : Integer.parseInt(text.substring(9, 12));
        }

        /** Returns the data of all events of a name. */
        List<String> data(String name) {
            return events(name, 3);
        }

        /** Returns the ids of all events of a name. */
        List<String> ids(String name) {
            return events(name, 2);
        }

        private List<String> events(String name, int group) {
            List<String> found = new ArrayList<>();
            Matcher event = EVENT.matcher(text());
            while (event.find()) {
                if (event.group(1).equals(name)) {
                    found.add(event.group(group));
                }
            }
            return found;
        }

        /** Returns the first word of the messages of all rows. */
        List<String> messages() {
            return data("rows").stream()
                    .flatMap(each -> MESSAGE.matcher(each).results())
                    .map(each -> each.group(1))
                    .toList();
        }
    }

    /** Opens a connection. HTTP 1.0, so that the answer is not chunked. */
    Client open(String path, String... headers) throws IOException {
        return open(path, false, headers);
    }

    /** Opens one that reads nothing until {@link #readOn}. */
    Client openSlow(String path, String... headers) throws IOException {
        return open(path, true, headers);
    }

    private Client open(String path, boolean isSlow, String... headers) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (isSlow) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
        }
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        channel.write(StandardCharsets.US_ASCII.encode(request));
        channel.configureBlocking(false);
        Client client = new Client(channel);
        synchronized (clients) {
            clients.add(client);
        }
        if (!isSlow) {
            register(client);
        }
        return client;
    }

    void readOn(Client client) throws IOException {
        register(client);
    }

    private void register(Client client) throws IOException {
        client.channel.register(selector, SelectionKey.OP_READ, client);
        selector.wakeup();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        try {
            while (!isClosed) {
                selector.select(key -> read((Client) key.attachment(), key, buffer), 20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Client client, SelectionKey key, ByteBuffer buffer) {
        try {
            int count = client.channel.read(buffer.clear());
            if (count < 0) {
                client.hasEnded = true;
                key.cancel();
            } else {
                client.add(buffer.flip());
            }
        } catch (IOException reset) {
            client.hasEnded = true;
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        selector.wakeup();
        synchronized (clients) {
            for (Client each : clients) {
                each.channel.close();
            }
        }
        selector.close();
    }
}
