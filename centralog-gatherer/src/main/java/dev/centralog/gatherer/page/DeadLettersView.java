// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.StoredDeadLetters;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The view {@code dead-letters}: what could not be read or stored; and {@code dead-letter/ID}: one of these, with its bytes. */
final class DeadLettersView implements View {
    private static final int USUAL = 100;
    private static final int MOST = 500;
    private static final int MOST_CHARACTERS = 32_000;
    private static final int MOST_DIGITS = 18;

    private final @Nullable String id;

    /** Makes the view of one, or of all if the id is null. */
    DeadLettersView(@Nullable String id) {
        this.id = id;
    }

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        String one = id;
        if (one != null) {
            parameters.allowOnly(List.of());
            long number = number(one);
            return stored -> read(stored, number);
        }
        parameters.allowOnly(List.of("limit", "replayed"));
        int limit = parameters.number("limit", USUAL, MOST);
        boolean replayedToo =
                parameters.choice("replayed", List.of("no", "yes")).equals("yes");
        return stored -> list(stored.deadLetters(), replayedToo, limit);
    }

    /** Reads the id of a dead letter. */
    static long number(String text) {
        if (text.length() > MOST_DIGITS || !text.matches("[0-9]+")) {
            throw unknown(text);
        }
        return Long.parseLong(text);
    }

    static BadRequestException unknown(Object id) {
        return BadRequestException.notFound("there is no dead letter '" + Parameters.shown(String.valueOf(id)) + "'");
    }

    private static JsonLine list(StoredDeadLetters stored, boolean replayedToo, int limit) {
        List<StoredDeadLetters.Listed> letters = stored.list(replayedToo, limit + 1);
        return new JsonLine()
                .put("waiting", stored.count())
                .put(
                        "dead_letters",
                        letters.stream()
                                .limit(limit)
                                .map(each -> line(each.letter(), each.bytes()).fields())
                                .toList())
                .put("more", letters.size() > limit);
    }

    private static JsonLine read(StoredReader stored, long id) {
        DeadLetter letter = stored.deadLetters().find(id);
        if (letter == null) {
            throw unknown(id);
        }
        String content = new String(letter.raw(), StandardCharsets.UTF_8);
        JsonLine line = line(letter, letter.raw().length);
        return content.length() <= MOST_CHARACTERS
                ? line.put("content", content)
                : line.put("content", content.substring(0, MOST_CHARACTERS))
                        .put("content_characters", content.length());
    }

    private static JsonLine line(DeadLetter letter, long bytes) {
        return new JsonLine()
                .put("id", letter.id())
                .put("stream", letter.stream())
                .put("second", Times.UTC.iso(letter.windowStart()))
                .put("group", letter.groupId())
                .put("delivery", letter.delivery())
                .put("reason", letter.reason())
                .put("attempts", letter.attempts())
                .put("first_seen", Times.UTC.iso(letter.firstSeen()))
                .put("replayed_at", time(letter.replayedAt()))
                .put("can_be_replayed", !letter.isSample())
                .put("bytes", bytes);
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : Times.UTC.iso(time);
    }
}
