// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.KeyValue;
import dev.centralog.LogEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * A secret stands in an event several times: in the message, as an argument, in a map or the MDC. A pattern such as
 * password=\\S+ recognises it in the message alone. So before anything is masked, each value is looked at:
 *
 *   - stands it in the message where the pattern found something? An argument's place there is known from the template, if
 *     that is one of {}s; otherwise each place counts where the value stands;
 *   - does the pattern find it behind its key, as "key=value"?
 *   - is its key one whose values are hidden?
 *
 * What of it was found, all or a part, is masked wherever it stands in this event.
 */

/**
 * Finds what a mask can't recognise by itself, where the event tells it elsewhere. Thread-safety: none.
 */
final class EventSecrets {
    private static final int MAX_DEPTH = 32;
    private static final String PLACEHOLDER = "{}";

    /** A length: where a shorter value stands in the message counts only if it is a word there. */
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

    /** Tells the mask of all secrets in the event that are known by its settings and by the event's message. */
    static void find(LogEvent event, EventLimits bounds, Mask mask) {
        String template = Mask.searchedStart(String.valueOf(event.template()), bounds.maxMessageBytes());
        String message = event.message() == null ? "" : Mask.searchedStart(event.message(), bounds.maxMessageBytes());
        int[] ofTemplate = mask.found(template); // before the message, which may take all reads: it is wanted most
        int[] found = mask.found(message);
        if (found == null || ofTemplate == null) {
            mask.hideAll(); // nobody knows what of the values is a secret
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
     * Where in the message a value may stand, and how it is known.
     *
     * @param key what the value stands behind, or null
     * @param isHidden whether it is secret for that key
     * @param isExact whether nothing else stands there
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

    /** What the pattern finds where the value stands behind its key. */
    private void behindKey(String text, Place place) {
        if (place.key != null) {
            findBehind(place.key, text, mask);
        }
    }

    /** Tells the mask of what its pattern finds in a value that stands behind its key. */
    static void findBehind(String key, String text, Mask mask) {
        int start = key.length() + 1;
        int[] all = mask.found(key + "=" + text);
        for (int i = 0; all != null && i < all.length; i += 2) {
            if (all[i + 1] > start) {
                mask.addSecret(text.substring(Math.max(0, all[i] - start), all[i + 1] - start));
            }
        }
    }

    /** What the pattern finds where the value stands in the message. */
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
