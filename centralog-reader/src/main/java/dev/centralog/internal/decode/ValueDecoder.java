// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decoder for arguments and values. A whole number is read as Integer if it fits, else as Long, else as BigInteger; any
 * other number as Double if {@link Double#toString(double)} gives its literal back, else as BigDecimal.
 */
final class ValueDecoder {
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private ValueDecoder() {}

    static @Nullable Object read(JsonInput input) throws IOException {
        return switch (input.token()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> input.text();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer(input.literal());
            case VALUE_NUMBER_FLOAT -> decimal(input.literal());
            case START_ARRAY -> readList(input);
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                input.object(name -> map.put(name, read(input)));
                yield map;
            }
            default -> throw input.wrong("a value");
        };
    }

    static List<@Nullable Object> readList(JsonInput input) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        input.array(() -> list.add(read(input)));
        return list;
    }

    private static Number integer(String literal) {
        if (literal.length() <= 18) {
            long value = Long.parseLong(literal);
            if (value == (int) value) {
                return (int) value;
            }
            return value;
        }
        BigInteger value = new BigInteger(literal);
        if (value.compareTo(MIN_LONG) < 0 || value.compareTo(MAX_LONG) > 0) {
            return value;
        }
        return value.longValue();
    }

    private static Number decimal(String literal) {
        double real = Double.parseDouble(literal);
        if (Double.toString(real).equals(literal)) {
            return real;
        }
        return new BigDecimal(literal);
    }
}
