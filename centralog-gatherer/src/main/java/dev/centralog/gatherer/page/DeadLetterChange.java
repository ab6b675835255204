// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.DeadLetters;
import dev.centralog.gatherer.text.JsonLine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a dead letter: to replay it, or to discard it, as the command {@code dead-letters} does.
 *
 * @param id the id of the dead letter
 * @param isReplay whether it is to be replayed
 */
record DeadLetterChange(long id, boolean isReplay) {
    private static final Pattern PATH = Pattern.compile("dead-letter/([^/]+)/(replay|discard)");

    /** Reads a path; null if it is about something else. */
    static @Nullable DeadLetterChange read(String path) {
        Matcher parts = PATH.matcher(path);
        return parts.matches()
                ? new DeadLetterChange(
                        DeadLettersView.number(parts.group(1)), parts.group(2).equals("replay"))
                : null;
    }

    /** Does it, over a connection of its own, and returns what has become of it. Blocks. */
    JsonLine make(SinkTarget target) {
        try (DeadLetters letters = DeadLetters.open(target)) {
            DeadLetter letter = letters.find(id);
            if (letter == null) {
                throw DeadLettersView.unknown(id);
            }
            JsonLine line = new JsonLine().put("id", id);
            if (!isReplay) {
                return line.put("discarded", letters.drop(id));
            }
            String fault = letters.replay(letter);
            return line.put("replayed", fault == null).add("why", fault);
        }
    }
}
