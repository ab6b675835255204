// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The reading of a line of the log that must be JSON. */
public final class JsonTexts {
    private JsonTexts() {}

    /** Returns the texts of an object and of the objects in it, by their names with dots; fails if the line is anything else. */
    public static Map<String, String> read(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertThat(parser.nextToken()).as(line).isEqualTo(JsonToken.START_OBJECT);
            String path = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    path = parser.currentName() + ".";
                } else if (token == JsonToken.END_OBJECT) {
                    path = "";
                } else if (token == JsonToken.VALUE_STRING) {
                    fields.put(path + parser.currentName(), parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
        return fields;
    }
}
