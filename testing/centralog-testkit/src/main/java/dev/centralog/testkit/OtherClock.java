// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Redis whose clock is wrong: a loopback port whose connections reach a real one, where {@code TIME} says another time to
 * whoever asks, and to each script. What expires in Redis does so by its own clock. Thread-safe.
 */
public final class OtherClock extends LoopbackRelay {
    private static final String ASKED = "\\b(redis\\.)?call\\('TIME'\\)";

    private final Map<String, String> scripts = new ConcurrentHashMap<>();
    private volatile long aheadSeconds;

    private OtherClock(int targetPort) {
        super(targetPort, "other-clock");
    }

    /** Opens one whose clock is right, for now. */
    public static OtherClock of(int targetPort) {
        OtherClock clock = new OtherClock(targetPort);
        clock.open();
        return clock;
    }

    /** From now on the clock is ahead by that much; behind, if it is negative. */
    public void setAhead(Duration by) {
        aheadSeconds = by.toSeconds();
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
            for (List<byte[]> next = read(in); ; next = read(in)) {
                far.getOutputStream().write(written(shifted(next)));
            }
        } catch (IOException ignored) {
            // The other direction ends by that, too.
        } finally {
            forget(near, far);
        }
    }

    /** A call of a script by its digest becomes one by its text, as that is another one here. */
    private List<byte[]> shifted(List<byte[]> request) {
        String command = new String(request.get(0), UTF_8).toUpperCase(Locale.ROOT);
        long ahead = aheadSeconds;
        String script = null;
        if (command.equals("EVAL")) {
            script = new String(request.get(1), UTF_8);
            scripts.put(digest(request.get(1)), script);
        } else if (command.equals("EVALSHA")) {
            script = scripts.get(new String(request.get(1), UTF_8));
        }
        if (ahead == 0) {
            return request;
        }
        String now = "(function() local now = redis.call('TIME') return {string.format('%.0f', now[1] + " + ahead
                + "), now[2]} end)()";
        if (command.equals("TIME")) {
            return List.of("EVAL".getBytes(UTF_8), ("return " + now).getBytes(UTF_8), "0".getBytes(UTF_8));
        }
        if (script == null) {
            return request;
        }
        List<byte[]> call = new ArrayList<>(request);
        call.set(0, "EVAL".getBytes(UTF_8));
        call.set(1, script.replaceAll(ASKED, now).getBytes(UTF_8));
        return call;
    }

    private static String digest(byte[] script) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(script));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> read(DataInputStream in) throws IOException {
        int arguments = number(in);
        List<byte[]> request = new ArrayList<>(arguments);
        for (int i = 0; i < arguments; i++) {
            byte[] argument = new byte[number(in)];
            in.readFully(argument);
            in.skipNBytes(2);
            request.add(argument);
        }
        return request;
    }

    /** Of a line such as {@code *3} or {@code $12}. */
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

    private static byte[] written(List<byte[]> request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("*" + request.size() + "\r\n").getBytes(UTF_8));
        for (byte[] argument : request) {
            bytes.writeBytes(("$" + argument.length + "\r\n").getBytes(UTF_8));
            bytes.writeBytes(argument);
            bytes.writeBytes("\r\n".getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
