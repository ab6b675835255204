// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A network that delivers some requests twice: a loopback port whose connections reach a Redis. The second time comes
 * over a connection of its own, before the first or after it, and its answer goes nowhere. Only calls of scripts are
 * doubled, since these are what must bear it. Thread-safe.
 */
public final class DuplicatingLink extends LoopbackRelay {
    private static final byte[] EVALSHA = "EVALSHA".getBytes(StandardCharsets.US_ASCII);

    private final BooleanSupplier doubles;
    private final AtomicInteger doubled = new AtomicInteger();

    private DuplicatingLink(int targetPort, BooleanSupplier doubles) {
        super(targetPort, "duplicating-link");
        this.doubles = doubles;
    }

    /** Opens one; of each call of a script it is asked whether it is to be doubled. */
    public static DuplicatingLink to(int targetPort, BooleanSupplier doubles) {
        DuplicatingLink link = new DuplicatingLink(targetPort, doubles);
        link.open();
        return link;
    }

    /** Requests delivered twice so far. */
    public int doubled() {
        return doubled.get();
    }

    @Override
    void carry(Socket near, Socket far) {
        execute(() -> passRequests(near, far));
        execute(() -> passAll(far, near));
    }

    private void passRequests(Socket near, Socket far) {
        try (near;
                far) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(near.getInputStream()));
            for (Request next = Request.read(in); ; next = Request.read(in)) {
                boolean twice = next.isScript && doubles.getAsBoolean();
                boolean before = twice && doubled.incrementAndGet() % 2 == 0;
                if (before) {
                    deliverBeside(next.bytes);
                }
                far.getOutputStream().write(next.bytes);
                if (twice && !before) {
                    deliverBeside(next.bytes);
                }
            }
        } catch (IOException ignored) {
            // The other direction ends by that, too.
        } finally {
            forget(near, far);
        }
    }

    /** Waits for the answer, so that it has been run. */
    private void deliverBeside(byte[] request) throws IOException {
        try (Socket beside = connect()) {
            beside.setSoTimeout(1000);
            beside.getOutputStream().write(request);
            beside.getInputStream().read();
        }
    }

    /** One command as it stands on the wire: an array of bulk strings. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Request(byte[] bytes, boolean isScript) {
        static Request read(DataInputStream in) throws IOException {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            boolean isScript = false;
            int arguments = number(in, raw);
            for (int i = 0; i < arguments; i++) {
                byte[] argument = new byte[number(in, raw)];
                in.readFully(argument);
                raw.writeBytes(argument);
                raw.write(in.readByte());
                raw.write(in.readByte());
                isScript |= i == 0 && Arrays.equals(argument, EVALSHA);
            }
            return new Request(raw.toByteArray(), isScript);
        }

        /** Of a line such as {@code *3} or {@code $12}. */
        private static int number(DataInputStream in, ByteArrayOutputStream raw) throws IOException {
            StringBuilder digits = new StringBuilder();
            raw.write(in.readByte());
            for (byte next = in.readByte(); next != '\n'; next = in.readByte()) {
                raw.write(next);
                if (next != '\r') {
                    digits.append((char) next);
                }
            }
            raw.write('\n');
            return Integer.parseInt(digits.toString());
        }
    }
}
