// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A YAML file of settings: one flat map of names and plain values. */
final class ConfigFile {
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column");

    private final Path path;
    private final List<String> faults;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** One setting as it stands in the file; {@code place} is {@code file:line}. */
    record Entry(String text, String place) {}

    private ConfigFile(Path path, List<String> faults) {
        this.path = path;
        this.faults = faults;
    }

    /** Reads the settings, by name; faults in the file's form are added to {@code faults}. */
    static Map<String, Entry> read(Path path, List<String> faults) {
        ConfigFile file = new ConfigFile(path, faults);
        try (JsonParser parser = new YAMLFactory().createParser(Files.readString(path))) {
            file.readMap(parser);
        } catch (NoSuchFileException ignored) {
            faults.add("there is no configuration file " + path);
        } catch (JsonProcessingException e) {
            faults.add(path + ":" + line(e) + ": this is not YAML: "
                    + e.getOriginalMessage().lines().limit(2).collect(Collectors.joining(", ")));
        } catch (IOException e) {
            faults.add("can't read the configuration file " + path + ": " + e);
        }
        return file.entries;
    }

    /** Returns the line of the fault. Only the message's text has it: the parser's location is that of the last good token. */
    private static String line(JsonProcessingException wrong) {
        Matcher place = PLACE.matcher(wrong.getOriginalMessage());
        String line = "1";
        while (place.find()) {
            line = place.group(1);
        }
        return line;
    }

    private void readMap(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || (first.isScalarValue() && parser.getText().isEmpty())) {
            return; // empty, or comments only
        }
        if (first != JsonToken.START_OBJECT) {
            faults.add(place(parser) + ": expected 'name: value' on each line");
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String place = place(parser);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
                faults.add(place + ": '" + name + "' must have one plain value, not a list or a map");
                parser.skipChildren();
            } else if (value == JsonToken.VALUE_NULL) {
                faults.add(place + ": '" + name + "' has no value; write \"\" for an empty one");
            } else if (entries.containsKey(name)) {
                faults.add(place + ": '" + name + "' is given twice");
            } else {
                entries.put(name, new Entry(parser.getText(), place));
            }
        }
        if (parser.nextToken() != null) {
            faults.add(place(parser) + ": the file must hold one document");
        }
    }

    private String place(JsonParser parser) {
        return path + ":" + parser.currentTokenLocation().getLineNr();
    }
}
