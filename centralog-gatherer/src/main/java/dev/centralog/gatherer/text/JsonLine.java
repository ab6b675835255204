// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of JSON on a line of ASCII, so that no text in it can control a terminal.
 *
 * <p>Thread-safety: none.
 */
public final class JsonLine {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .characterEscapes(new Escapes())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /**
     * Adds a field; null, an empty list and an empty map add none.
     *
     * @param value null, String, Boolean, Number, or a List or Map of these; of anything else the text
     */
    public JsonLine add(String name, @Nullable Object value) {
        boolean isEmpty = value == null
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
        if (value != null && !isEmpty) {
            fields.put(name, value);
        }
        return this;
    }

    /** Puts all fields of a line or of a value. */
    public JsonLine addAll(Map<String, ? extends @Nullable Object> all) {
        fields.putAll(all);
        return this;
    }

    /** Puts a field, also one that is null or empty; the values are as those of {@link #add}. */
    public JsonLine put(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** Returns the fields, as a value for a field of another line. */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /** The escapes of JSON, and one for DEL, the only character of ASCII that controls a terminal and that JSON allows. */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private static final int DELETE = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
            codes[DELETE] = CharacterEscapes.ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null; // of the standard form
        }
    }

    /** Returns the line, ended by a line feed. */
    public String text() {
        return value(fields) + '\n';
    }

    /** Returns the JSON of a value, which is one as those of {@link #add}. */
    static String value(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never happens: it writes to memory
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> each : map.entrySet()) {
                json.writeFieldName(String.valueOf(each.getKey()));
                write(json, each.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                write(json, each);
            }
            json.writeEndArray();
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            json.writeObject(value);
        } else {
            json.writeString(value.toString());
        }
    }
}
