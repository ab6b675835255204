// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The encoder of arguments and values as JSON: null, text, boolean, number, array, object. */
public final class ValueEncoder {
    private static final int MAX_NUMBER_BITS = 3200; // below 1000 decimal digits, and so cheap to print

    private ValueEncoder() {}

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

    /** Returns a field name that the reader accepts. */
    static String name(String name) {
        String mended = Text.wellFormed(name);
        return mended.length() <= JsonOutput.MAX_NAME_LENGTH ? mended : Text.cut(mended, JsonOutput.MAX_NAME_LENGTH);
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

    /** Returns the text that replaces a number that is too long to be printed, or null if the number is not. */
    static @Nullable String tooLarge(Number number) {
        int bits;
        if (number instanceof BigDecimal decimal) {
            bits = decimal.unscaledValue().bitLength();
        } else {
            bits = number instanceof BigInteger integer ? integer.bitLength() : 0;
        }
        return bits <= MAX_NUMBER_BITS ? null : "[number of " + bits + " bits]";
    }
}
