// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import java.math.BigDecimal;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of the totals of a group of actions. The script {@code apply-actions} adds up this JSON, so its names
 * and forms are part of the protocol. {@code v} version, {@code n} values, {@code r} rejected values, {@code s}
 * {@code l} {@code h} sum, lowest and highest value as {@link Base1e9Decimal}, {@code f} {@code z} first and last
 * payload as {@code [second, nano, text]}, {@code p} samples, {@code u} texts that the script could not add up.
 * Missing values are left out.
 */
public final class TotalsEncoder {
    /** The maximum length of a payload in UTF-8 bytes; a longer one is truncated. */
    static final int MAX_PAYLOAD_BYTES = 16 << 10;

    /**
     * The maximum length of a pair's samples together, in UTF-8 bytes; further samples are left out, here and in the
     * script.
     */
    public static final int MAX_SAMPLE_BYTES = 64 << 10;

    public static final int VERSION = 1;

    /**
     * The largest second before or after the epoch that is written: Lua prints numbers with 14 digits. A second
     * beyond it is replaced by it.
     */
    private static final long LAST_SECOND = 99_999_999_999_999L;

    private TotalsEncoder() {}

    public static byte[] encode(ActionTotals totals) {
        JsonOutput json = new JsonOutput();
        json.writeStartObject();
        json.writeNumberField("v", VERSION);
        json.writeNumberField("n", totals.values());
        if (totals.rejected() > 0) {
            json.writeNumberField("r", totals.rejected());
        }
        decimal(json, "s", totals.sum());
        decimal(json, "l", totals.min());
        decimal(json, "h", totals.max());
        payload(json, "f", totals.first());
        payload(json, "z", totals.last());
        if (!totals.samples().isEmpty()) {
            json.writeFieldName("p");
            texts(json, fitting(totals.samples()));
        }
        json.writeEndObject();
        return json.bytes();
    }

    /** Returns texts as a JSON array. */
    public static String samples(List<String> samples) {
        JsonOutput json = new JsonOutput();
        texts(json, samples);
        return new String(json.bytes(), UTF_8);
    }

    private static void texts(JsonOutput json, List<String> texts) {
        json.writeStartArray();
        for (String text : texts) {
            json.writeText(text);
        }
        json.writeEndArray();
    }

    /** Returns the samples that fit into the limit, each truncated to its own limit. */
    private static List<String> fitting(List<String> samples) {
        List<String> fitting = new ArrayList<>();
        long room = MAX_SAMPLE_BYTES;
        for (String sample : samples) {
            String text = cut(sample);
            long bytes = Text.utf8Bytes(text);
            if (bytes <= room) {
                fitting.add(text);
                room -= bytes;
            }
        }
        return fitting;
    }

    private static String cut(String text) {
        return Text.fits(text, MAX_PAYLOAD_BYTES) ? text : Text.cut(text, MAX_PAYLOAD_BYTES);
    }

    private static void decimal(JsonOutput json, String name, @Nullable BigDecimal value) {
        if (value != null) {
            json.writeFieldName(name);
            Base1e9Decimal.write(json, value);
        }
    }

    private static void payload(JsonOutput json, String name, @Nullable Payload payload) {
        if (payload != null) {
            json.writeArrayFieldStart(name);
            json.writeNumber(
                    Math.max(-LAST_SECOND, Math.min(LAST_SECOND, payload.time().getEpochSecond())));
            json.writeNumber(payload.time().get(ChronoField.NANO_OF_SECOND));
            json.writeText(cut(payload.text()));
            json.writeEndArray();
        }
    }
}
