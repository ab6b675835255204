// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.Base1e9Decimal;
import dev.centralog.internal.wire.TotalsEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decoder for the totals of a group of actions; {@link TotalsEncoder} says what they look like. */
public final class TotalsDecoder {
    private TotalsDecoder() {}

    /**
     * Reads an array of texts.
     *
     * @throws UnreadableEventException if it is none
     */
    public static List<String> readSamples(String json) {
        return Json.read(json.getBytes(UTF_8), input -> input.list(input::text));
    }

    /**
     * Reads totals.
     *
     * @throws UnreadableEventException if these are none, or of a newer major version; no other exception is thrown
     */
    public static ActionTotals decode(byte[] bytes) {
        return Json.read(bytes, input -> {
            Fields fields = new Fields();
            input.object(name -> fields.read(name, input));
            if (fields.version != TotalsEncoder.VERSION || (fields.values > 0) != (fields.sum != null)) {
                throw new UnreadableEventException("no totals of version " + TotalsEncoder.VERSION);
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
                case "s" -> sum = decimal(input);
                case "l" -> min = decimal(input);
                case "h" -> max = decimal(input);
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

    private static BigDecimal decimal(JsonInput input) throws IOException {
        List<Long> limbs = input.list(input::integer);
        if (limbs.size() != Base1e9Decimal.COUNT) {
            throw input.wrong("a number of " + Base1e9Decimal.COUNT + " limbs");
        }
        BigInteger whole = BigInteger.ZERO;
        for (long limb : limbs) {
            whole = whole.multiply(Base1e9Decimal.BASE).add(BigInteger.valueOf(limb));
        }
        BigDecimal exact = new BigDecimal(whole, Base1e9Decimal.SCALE);
        // Drops the zeros at the end, but 100 stays 100 and does not become 1E+2.
        BigDecimal shortest = exact.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
