// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a change: one JSON object of texts.
 *
 * <p>Thread-safety: immutable.
 */
final class ChangeBody {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, @Nullable String> fields;

    private ChangeBody(Map<String, @Nullable String> fields) {
        this.fields = fields;
    }

    /**
     * Reads a body.
     *
     * @param allowed the names of the fields that it may have
     * @throws BadRequestException if it is anything else
     */
    static ChangeBody read(byte[] body, List<String> allowed) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw noObject(allowed);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (!allowed.contains(name)) {
                    throw BadRequestException.wrong("there is no field '" + Parameters.shown(name)
                            + "' here; allowed are " + String.join(", ", allowed));
                }
                JsonToken value = parser.nextToken();
                if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
                    throw BadRequestException.wrong(
                            name + " is '" + Parameters.shown(parser.getText()) + "'; allowed is a text, or null");
                }
                fields.put(name, value == JsonToken.VALUE_NULL ? null : parser.getText());
            }
            if (parser.nextToken() != null) {
                throw noObject(allowed);
            }
        } catch (JsonProcessingException e) {
            throw noObject(allowed);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never happens: it reads from memory
        }
        return new ChangeBody(fields);
    }

    private static BadRequestException noObject(List<String> allowed) {
        return BadRequestException.wrong("the body is not one JSON object with each field once; allowed are the fields "
                + String.join(", ", allowed));
    }

    /** Returns a field's text; null if it is null or missing. */
    @Nullable
    String text(String name) {
        return fields.get(name);
    }
}
