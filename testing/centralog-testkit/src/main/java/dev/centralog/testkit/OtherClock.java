// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Redis whose clock is wrong: a loopback port whose connections reach a real one, with another time as the answer to
 * {@code TIME}, for clients and for scripts. Keys still expire by the real Redis's own clock. Thread-safe.
 */
public final class OtherClock extends RequestRelay {
    private static final String ASKED = "\\b(redis\\.)?call\\('TIME'\\)";

    private final Map<String, String> scripts = new ConcurrentHashMap<>();
    private volatile long aheadSeconds;

    private OtherClock(int targetPort) {
        super(targetPort, "other-clock");
    }

    /** Opens a relay whose clock is right at first. */
    public static OtherClock of(int targetPort) {
        OtherClock clock = new OtherClock(targetPort);
        clock.open();
        return clock;
    }

    /** Sets by how much the clock is ahead from now on; a negative value means behind. */
    public void setAhead(Duration by) {
        aheadSeconds = by.toSeconds();
    }

    @Override
    void pass(Request request, OutputStream far, OutputStream near) throws IOException {
        far.write(shifted(request).bytes());
    }

    /**
     * Returns the request with the time shifted. A call of a script by its digest becomes a call by its text, because
     * the changed script has another digest.
     */
    private Request shifted(Request request) {
        List<byte[]> arguments = request.arguments();
        String command = request.command();
        long ahead = aheadSeconds;
        String script = null;
        if (command.equals("EVAL")) {
            script = new String(arguments.get(1), UTF_8);
            scripts.put(digest(arguments.get(1)), script);
        } else if (command.equals("EVALSHA")) {
            script = scripts.get(new String(arguments.get(1), UTF_8));
        }
        if (ahead == 0) {
            return request;
        }
        String now = "(function() local now = redis.call('TIME') return {string.format('%.0f', now[1] + " + ahead
                + "), now[2]} end)()";
        if (command.equals("TIME")) {
            return new Request(List.of("EVAL".getBytes(UTF_8), ("return " + now).getBytes(UTF_8), "0".getBytes(UTF_8)));
        }
        if (script == null) {
            return request;
        }
        List<byte[]> call = new ArrayList<>(arguments);
        call.set(0, "EVAL".getBytes(UTF_8));
        call.set(1, script.replaceAll(ASKED, now).getBytes(UTF_8));
        return new Request(call);
    }

    private static String digest(byte[] script) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(script));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
