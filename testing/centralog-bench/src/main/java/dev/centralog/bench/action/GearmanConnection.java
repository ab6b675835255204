// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Submits background jobs in Gearman's binary protocol, as its client libraries do: it sends a packet, and waits for
 * the job server's JOB_CREATED. It is handwritten, because no available client library runs on today's Java. Not
 * thread-safe.
 */
final class GearmanConnection implements AutoCloseable {
    private static final int REQUEST = 'R' << 16 | 'E' << 8 | 'Q';
    private static final int RESPONSE = 'R' << 16 | 'E' << 8 | 'S';
    private static final int JOB_CREATED = 8;
    private static final int SUBMIT_JOB_BG = 18;
    private static final int HEADER_BYTES = 12;

    private final Socket socket;
    private final OutputStream output;
    private final DataInputStream input;

    GearmanConnection(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            output = socket.getOutputStream();
            input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Submits a job without an id, so that no two jobs are merged; returns when the job server has accepted it. */
    void submitBackground(String function, String data) {
        byte[] content = (function + "\0\0" + data).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + content.length)
                .putInt(REQUEST)
                .putInt(SUBMIT_JOB_BG)
                .putInt(content.length)
                .put(content);
        try {
            output.write(packet.array());
            int magic = input.readInt();
            int type = input.readInt();
            byte[] answer = new byte[input.readInt()];
            input.readFully(answer);
            if (magic != RESPONSE || type != JOB_CREATED) {
                throw new IllegalStateException(
                        "packet " + type + " instead of JOB_CREATED: " + new String(answer, StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
