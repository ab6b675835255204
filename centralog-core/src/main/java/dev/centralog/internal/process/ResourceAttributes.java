// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes in OpenTelemetry's environment variable {@code OTEL_RESOURCE_ATTRIBUTES}: {@code key=value}, separated by
 * commas; characters of values may be percent-encoded. Of two values for one key, the last one counts.
 *
 * @param values the values by key, decoded
 * @param malformed the number of attributes that can't be read
 * @param firstMalformed the place of the first one of these among all attributes, from 1; 0 if there is none
 */
record ResourceAttributes(Map<String, String> values, int malformed, int firstMalformed) {
    private static final int HEXADECIMAL = 16;

    /** Reads attributes. Blanks around keys and values do not count, nor does nothing between two commas. */
    static ResourceAttributes read(String text) {
        Map<String, String> values = new HashMap<>();
        int malformed = 0;
        int firstMalformed = 0;
        int place = 0;
        for (String attribute : text.split(",", -1)) {
            place++;
            int equals = attribute.indexOf('=');
            String key = attribute.substring(0, Math.max(0, equals)).strip();
            String value = decoded(attribute.substring(equals + 1).strip());
            if (!key.isEmpty() && value != null) {
                values.put(key, value);
            } else if (!attribute.isBlank()) {
                malformed++;
                firstMalformed = firstMalformed == 0 ? place : firstMalformed;
            }
        }
        return new ResourceAttributes(values, malformed, firstMalformed);
    }

    /** Returns a text with its percent-encoded bytes decoded; null if they are no bytes, or no UTF-8. */
    private static @Nullable String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] encoded = text.getBytes(UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], HEXADECIMAL) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], HEXADECIMAL) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(HEXADECIMAL * high + low);
            i += 2;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException ignored) {
            return null;
        }
    }
}
