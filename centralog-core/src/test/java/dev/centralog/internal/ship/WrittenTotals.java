// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The totals of actions as they were written, for tests without the reading side; their samples are left out. */
final class WrittenTotals {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final BigInteger BASE = BigInteger.valueOf(1_000_000_000);
    private static final int SCALE = 9;

    private WrittenTotals() {}

    static ActionTotals read(byte[] json) {
        Map<String, List<String>> fields = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            String name = "";
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    name = parser.currentName();
                } else if (parser.currentToken().isScalarValue()) {
                    fields.computeIfAbsent(name, each -> new ArrayList<>()).add(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ActionTotals(
                number(fields.get("n")),
                decimal(fields.get("s")),
                decimal(fields.get("l")),
                decimal(fields.get("h")),
                number(fields.get("r")),
                payload(fields.get("f")),
                payload(fields.get("z")),
                List.of());
    }

    private static long number(@Nullable List<String> values) {
        return values == null ? 0 : Long.parseLong(values.get(0));
    }

    private static @Nullable BigDecimal decimal(@Nullable List<String> limbs) {
        return limbs == null
                ? null
                : new BigDecimal(
                        limbs.stream().map(BigInteger::new).reduce(BigInteger.ZERO, (whole, limb) -> whole.multiply(
                                        BASE)
                                .add(limb)),
                        SCALE);
    }

    private static @Nullable Payload payload(@Nullable List<String> parts) {
        return parts == null
                ? null
                : new Payload(
                        Instant.ofEpochSecond(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1))),
                        parts.get(2));
    }
}
