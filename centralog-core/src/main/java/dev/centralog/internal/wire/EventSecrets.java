// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.KeyValue;
import dev.centralog.LogEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * A secret can occur in an event several times: in the message, as an argument, in a map or the MDC. A pattern such
 * as password=\\S+ recognises it in the message alone. So before anything is masked, each value is checked:
 *
 *   - Does it occur in the message where the pattern found something? An argument's place in the message is known from the
 *     template if that is written with {}s; otherwise each place where the value occurs counts.
 *   - Does the pattern find it after its key, as in "key=value"?
 *   - Is its key one whose values are hidden?
 *
 * The part of the value that was found, or all of it, is masked wherever it occurs in this event.
 */

/**
 * The search for secrets that a mask can't recognise where they stand, but whose values occur elsewhere in the event
 * in a form that reveals them. Thread-safety: none.
 */
final class EventSecrets {
    private static final int MAX_DEPTH = 32;
    private static final String PLACEHOLDER = "{}";

    /**
     * The minimum length of a value that counts wherever it occurs in the message; a shorter one counts only where it
     * is a whole word.
     */
    private static final int SHORTEST_PART = 3;

    private final Mask mask;
    private final int maxValueBytes;
    private final String message;
    private final int[] found;

    private EventSecrets(Mask mask, int maxValueBytes, String message, int[] found) {
        this.mask = mask;
        this.maxValueBytes = maxValueBytes;
        this.message = message;
        this.found = found;
    }

    /** Adds to the mask all secrets in the event that are known from its settings and from the event's message. */
    static void find(LogEvent event, EventLimits bounds, Mask mask) {
        String template = Mask.searchedStart(String.valueOf(event.template()), bounds.maxMessageBytes());
        String message = event.message() == null ? "" : Mask.searchedStart(event.message(), bounds.maxMessageBytes());
        int[] ofTemplate = mask.found(template); // first, since it matters most and the message may take all reads
        int[] found = mask.found(message);
        if (found == null || ofTemplate == null) {
            mask.hideAll(); // it is not known which parts of the values are secret
            return;
        }
        EventSecrets secrets = new EventSecrets(mask, bounds.maxArgumentBytes(), message, found);
        secrets.inArguments(template, event.arguments());
        event.mdc().forEach((key, value) -> secrets.inValue(key, value, secrets.anywhere()));
        for (KeyValue each : event.keyValues()) {
            secrets.inValue(each.key(), each.value(), secrets.anywhere());
        }
    }

    /**
     * The part of the message in which a value may occur.
     *
     * @param key the key of the value, or null
     * @param isHidden whether the value is secret because of its key
     * @param isExact whether the value is all that stands there
     */
    private record Place(@Nullable String key, boolean isHidden, int from, int to, boolean isExact) {
        Place behind(String newKey, boolean isSecret) {
            return new Place(newKey, isHidden || isSecret, from, to, isExact);
        }
    }

    private Place anywhere() {
        return new Place(null, false, 0, message.length(), false);
    }

    private void inArguments(String template, List<@Nullable Object> arguments) {
        int at = 0;
        int placeholder = template.indexOf(PLACEHOLDER);
        int literal = 0;
        boolean isKnown = true;
        for (Object each : arguments) {
            String text = String.valueOf(each);
            int length = placeholder - literal;
            isKnown = isKnown
                    && placeholder >= 0
                    && message.startsWith(template.substring(literal, placeholder), at)
                    && message.startsWith(text, at + length);
            if (isKnown) {
                at += length;
                inValue(each, new Place(null, false, at, at + text.length(), true), 0);
                at += text.length();
                literal = placeholder + PLACEHOLDER.length();
                placeholder = template.indexOf(PLACEHOLDER, literal);
            } else {
                inValue(each, anywhere(), 0);
            }
        }
    }

    private void inValue(String key, @Nullable Object value, Place place) {
        inValue(value, place.behind(key, mask.hidesKey(key)), 0);
    }

    private void inValue(@Nullable Object value, Place place, int depth) {
        if (value == null || value instanceof Boolean || depth > MAX_DEPTH) {
            return;
        }
        if (value instanceof List<?> list) {
            for (Object each : list) {
                inValue(each, place, depth + 1);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                String name = String.valueOf(key);
                inValue(each, place.behind(name, mask.hidesKey(name)), depth + 1);
            });
        } else if (!(value instanceof Number number) || ValueEncoder.tooLarge(number) == null) {
            inText(Mask.searchedStart(value.toString(), maxValueBytes), place);
        }
    }

    private void inText(String text, Place place) {
        if (place.isHidden) {
            mask.addSecret(text);
        } else if (!text.isEmpty() && mask.hasPattern()) {
            behindKey(text, place);
            inMessage(text, place);
        }
    }

    /** Adds what the pattern finds if the value follows its key. */
    private void behindKey(String text, Place place) {
        if (place.key != null) {
            findBehind(place.key, text, mask);
        }
    }

    /** Adds to the mask what its pattern finds in a value that follows its key. */
    static void findBehind(String key, String text, Mask mask) {
        int start = key.length() + 1;
        int[] all = mask.found(key + "=" + text);
        for (int i = 0; all != null && i < all.length; i += 2) {
            if (all[i + 1] > start) {
                mask.addSecret(text.substring(Math.max(0, all[i] - start), all[i + 1] - start));
            }
        }
    }

    /** Adds what the pattern found where the value occurs in the message. */
    private void inMessage(String text, Place place) {
        int length = text.length();
        for (int i = 0; i < found.length; i += 2) {
            int from = Math.max(place.from, found[i] - length + 1);
            int to = Math.min(place.to, found[i + 1] - 1 + length);
            if (from >= to || to - from < length) {
                continue;
            }
            mask.takeForSearch(to - from);
            String region = message.substring(from, to);
            for (int at = region.indexOf(text); at >= 0; at = region.indexOf(text, at + 1)) {
                int start = from + at;
                if (place.isExact || length >= SHORTEST_PART || Mask.isWord(message, start, start + length)) {
                    mask.addSecret(
                            text.substring(Math.max(0, found[i] - start), Math.min(length, found[i + 1] - start)));
                }
            }
        }
    }
}
