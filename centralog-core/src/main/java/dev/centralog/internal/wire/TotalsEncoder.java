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
 * The totals of a group of actions: JSON that the script {@code apply-actions} adds up, so its names and forms are part of the
 * protocol. {@code v} version, {@code n} values, {@code r} rejected values, {@code s} {@code l} {@code h} sum, lowest
 * and highest value as {@link Base1e9Decimal}, {@code f} {@code z} first and last payload as {@code [second, nano, text]},
 * {@code p} samples, {@code u} what the script could not add up. What is not there is left out.
 */
public final class TotalsEncoder {
    /** The longest payload in UTF-8; of a longer one the start stays. */
    static final int MAX_PAYLOAD_BYTES = 16 << 10;

    /** The samples of a pair together, in UTF-8: further ones are left out, here and where the script adds up. */
    public static final int MAX_SAMPLE_BYTES = 64 << 10;

    public static final int VERSION = 1;

    /** Lua's numbers are printed with 14 digits: an earlier or later second is told as this one. */
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

    /** Texts as a JSON array. */
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

    /** The samples that are within the bound, each of them cut to its own. */
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
