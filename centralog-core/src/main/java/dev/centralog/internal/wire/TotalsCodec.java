// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.UnreadableEventException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
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
public final class TotalsCodec {
    /** The longest payload in UTF-8; of a longer one the start stays. */
    static final int MAX_PAYLOAD_BYTES = 16 << 10;

    /** The samples of a pair together, in UTF-8: further ones are left out, here and where the script adds up. */
    public static final int MAX_SAMPLE_BYTES = 64 << 10;

    private static final int VERSION = 1;

    /** Lua's numbers are printed with 14 digits: an earlier or later second is told as this one. */
    private static final long LAST_SECOND = 99_999_999_999_999L;

    private TotalsCodec() {}

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

    /**
     * Reads an array of texts.
     *
     * @throws UnreadableEventException if it is none
     */
    public static List<String> readSamples(String json) {
        return Json.read(json.getBytes(UTF_8), input -> input.list(input::text));
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

    /**
     * Reads totals.
     *
     * @throws UnreadableEventException if these are none, or of a newer major version; and no other
     */
    public static ActionTotals decode(byte[] bytes) {
        return Json.read(bytes, input -> {
            Fields fields = new Fields();
            input.object(name -> fields.read(name, input));
            if (fields.version != VERSION || (fields.values > 0) != (fields.sum != null)) {
                throw new UnreadableEventException("no totals of version " + VERSION);
            }
            return new ActionTotals(
                    fields.values,
                    fields.sum,
                    fields.min,
                    fields.max,
                    fields.rejected,
                    fields.first,
                    fields.last,
                    fields.samples);
        });
    }

    private static final class Fields {
        long version;
        long values;
        long rejected;

        @Nullable
        BigDecimal sum;

        @Nullable
        BigDecimal min;

        @Nullable
        BigDecimal max;

        @Nullable
        Payload first;

        @Nullable
        Payload last;

        List<String> samples = List.of();

        void read(String name, JsonInput input) throws IOException {
            switch (name) {
                case "v" -> version = input.integer();
                case "n" -> values = input.integer();
                case "r" -> rejected = input.integer();
                case "s" -> sum = Base1e9Decimal.read(input);
                case "l" -> min = Base1e9Decimal.read(input);
                case "h" -> max = Base1e9Decimal.read(input);
                case "f" -> first = payload(input);
                case "z" -> last = payload(input);
                case "p" -> samples = input.list(input::text);
                case "u" -> throw new UnreadableEventException("some of it could not be added up, and stands in 'u'");
                default -> input.skip();
            }
        }

        private static Payload payload(JsonInput input) throws IOException {
            input.enterTuple();
            input.requireItem();
            long second = input.integer();
            input.requireItem();
            long nano = input.integer();
            input.requireItem();
            String text = input.text();
            input.nextItem();
            input.leaveTuple();
            return new Payload(Instant.ofEpochSecond(second, nano), text);
        }
    }
}
