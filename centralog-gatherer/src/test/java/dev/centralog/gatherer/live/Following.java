// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A follower of tests, which keeps the events that it gets. Thread-safe. */
final class Following implements TailReceiver {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Consumer<Boolean>> held = new CopyOnWriteArrayList<>();
    private volatile boolean isSlow;

    /** A server-sent event. */
    record Event(String name, String id, JsonNode data) {
        static Event of(ByteBuffer frame) {
            String text = StandardCharsets.UTF_8.decode(frame.duplicate()).toString();
            assertThat(text).endsWith("\n\n");
            String name = "";
            String id = "";
            String data = "";
            for (String line : text.strip().split("\n")) {
                String value = line.substring(line.indexOf(": ") + 2);
                switch (line.substring(0, line.indexOf(':'))) {
                    case "event" -> name = once(name, value);
                    case "id" -> id = once(id, value);
                    case "data" -> data = once(data, value);
                    default -> assertThat(line).startsWith("retry: ");
                }
            }
            try {
                return new Event(name, id, JSON.readTree(data));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String once(String before, String value) {
            assertThat(before).as("a second " + value).isEmpty();
            return value;
        }

        List<JsonNode> rows() {
            List<JsonNode> rows = new ArrayList<>();
            data.path("events").forEach(rows::add);
            return rows;
        }

        List<String> messages() {
            return rows().stream().map(each -> each.path("message").asText()).toList();
        }
    }

    @Override
    public void send(ByteBuffer text, Consumer<Boolean> done) {
        events.add(Event.of(text));
        if (isSlow) {
            held.add(done);
        } else {
            done.accept(true);
        }
    }

    @Override
    public void end(ByteBuffer text) {
        events.add(Event.of(text));
    }

    /** Takes nothing more after the next event. */
    void stall() {
        isSlow = true;
    }

    /** Takes what comes again. */
    void goOn() {
        isSlow = false;
        List<Consumer<Boolean>> all = List.copyOf(held);
        held.clear();
        all.forEach(each -> each.accept(true));
    }

    boolean isHeld() {
        return !held.isEmpty();
    }

    /** Ends the connection. */
    void leave() {
        isSlow = true;
        List.copyOf(held).forEach(each -> each.accept(false));
    }

    List<Event> events() {
        return events;
    }

    List<String> messages() {
        return events.stream().flatMap(each -> each.messages().stream()).toList();
    }

    List<JsonNode> rows() {
        return events.stream().flatMap(each -> each.rows().stream()).toList();
    }

    /** Returns the first event of a name; null if there is none. */
    @Nullable
    Event first(String name) {
        return events.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElse(null);
    }
}
