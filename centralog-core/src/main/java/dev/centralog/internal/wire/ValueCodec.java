// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments and values as JSON: null, text, boolean, number, array, object. A whole number is read as Integer if it
 * fits, else as Long, else as BigInteger; any other number as Double if {@link Double#toString(double)} gives its
 * literal back, else as BigDecimal.
 */
final class ValueCodec {
    private static final int MAX_NUMBER_BITS = 3200; // below 1000 decimal digits, and so cheap to print
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private ValueCodec() {}

    static void write(JsonOutput json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeText(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            writeNumber(json, number);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                write(json, each);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(name(String.valueOf(entry.getKey())));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else {
            json.writeText(value.toString());
        }
    }

    /** A field name as the reader takes it. */
    static String name(String name) {
        String mended = Text.wellFormed(name);
        return mended.length() <= Json.MAX_NAME_LENGTH ? mended : Text.cut(mended, Json.MAX_NAME_LENGTH);
    }

    private static void writeNumber(JsonOutput json, Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            json.writeNumber(number.longValue());
        } else if (number instanceof Double || number instanceof Float) {
            if (Double.isFinite(number.doubleValue())) {
                json.writeLiteral(number.toString());
            } else {
                json.writeText(number.toString());
            }
        } else if (number instanceof BigInteger || number instanceof BigDecimal) {
            String large = tooLarge(number);
            if (large == null) {
                json.writeLiteral(number.toString());
            } else {
                json.writeText(large);
            }
        } else {
            json.writeText(number.toString());
        }
    }

    /** What stands for a number that is too long to be printed, or null if it is not. */
    static @Nullable String tooLarge(Number number) {
        int bits;
        if (number instanceof BigDecimal decimal) {
            bits = decimal.unscaledValue().bitLength();
        } else {
            bits = number instanceof BigInteger integer ? integer.bitLength() : 0;
        }
        return bits <= MAX_NUMBER_BITS ? null : "[number of " + bits + " bits]";
    }

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
