// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A relay in front of a Redis that sees each request before it is passed on; answers are passed back unchanged.
 * Thread-safe.
 */
abstract class RequestRelay extends LoopbackRelay {
    RequestRelay(int targetPort, String name) {
        super(targetPort, name);
    }

    /**
     * Passes a request on, or handles it in another way.
     *
     * @param far leads to Redis
     * @param near leads back to the client
     */
    abstract void pass(Request request, OutputStream far, OutputStream near) throws IOException;

    @Override
    final void carry(Socket near, Socket far) {
        execute(() -> passRequests(near, far));
        execute(() -> passAll(far, near));
    }

    private void passRequests(Socket near, Socket far) {
        try (near;
                far) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(near.getInputStream()));
            for (Request next = Request.read(in); ; next = Request.read(in)) {
                pass(next, far.getOutputStream(), near.getOutputStream());
            }
        } catch (IOException ignored) {
            // That ends the other direction, too.
        } finally {
            forget(near, far);
        }
    }

    /** One command: on the wire, an array of bulk strings. */
    record Request(List<byte[]> arguments) {
        /** Returns its name, in capitals. */
        String command() {
            return new String(arguments.get(0), US_ASCII).toUpperCase(Locale.ROOT);
        }

        byte[] bytes() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(("*" + arguments.size() + "\r\n").getBytes(US_ASCII));
            for (byte[] argument : arguments) {
                bytes.writeBytes(("$" + argument.length + "\r\n").getBytes(US_ASCII));
                bytes.writeBytes(argument);
                bytes.writeBytes("\r\n".getBytes(US_ASCII));
            }
            return bytes.toByteArray();
        }

        static Request read(DataInputStream in) throws IOException {
            int size = number(in);
            List<byte[]> arguments = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                byte[] argument = new byte[number(in)];
                in.readFully(argument);
                in.skipNBytes(2);
                arguments.add(argument);
            }
            return new Request(arguments);
        }

        /** Reads the number in a line such as {@code *3} or {@code $12}. */
        private static int number(DataInputStream in) throws IOException {
            StringBuilder digits = new StringBuilder();
            in.skipNBytes(1);
            for (byte next = in.readByte(); next != '\n'; next = in.readByte()) {
                if (next != '\r') {
                    digits.append((char) next);
                }
            }
            return Integer.parseInt(digits.toString());
        }
    }
}
