// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A slow way back: a loopback port whose connections reach another one, and whose answers arrive later by a fixed time,
 * however many are under way. Unlike {@link FaultyLink} it does not limit the throughput. Thread-safe.
 */
public final class LongCable extends LoopbackRelay {
    private static final int CHUNK_BYTES = 64 << 10;

    private final long delayNanos;

    private LongCable(int targetPort, Duration delay) {
        super(targetPort, "long-cable");
        this.delayNanos = delay.toNanos();
    }

    /** Opens a cable. */
    public static LongCable to(int targetPort, Duration delay) {
        LongCable cable = new LongCable(targetPort, delay);
        cable.open();
        return cable;
    }

    /** A piece of the data; an empty one is the end of the connection. */
    private static final class Piece {
        final byte[] bytes;
        final long dueNanos;

        Piece(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
    }

    @Override
    void carry(Socket near, Socket far) {
        BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();
        execute(() -> passRequests(near, far));
        execute(() -> takeAnswers(far, underWay));
        execute(() -> deliver(underWay, near));
    }

    private void passRequests(Socket near, Socket far) {
        try (far) {
            near.getInputStream().transferTo(far.getOutputStream());
        } catch (IOException ignored) {
            // That ends the other direction, too.
        }
        forget(far);
    }

    private void takeAnswers(Socket far, BlockingQueue<Piece> underWay) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = far.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                underWay.add(new Piece(Arrays.copyOf(chunk, length), System.nanoTime() + delayNanos));
            }
        } catch (IOException ignored) {
            // The next piece is the end of the connection.
        }
        underWay.add(new Piece(new byte[0], System.nanoTime() + delayNanos));
    }

    private void deliver(BlockingQueue<Piece> underWay, Socket near) {
        try (near) {
            OutputStream out = near.getOutputStream();
            for (Piece piece = underWay.take(); piece.bytes.length > 0; piece = underWay.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.dueNanos - System.nanoTime());
                out.write(piece.bytes);
            }
        } catch (IOException ignored) {
            // There is no client left to answer.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        forget(near);
    }
}
