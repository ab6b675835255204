// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.asked.AskedTimes;
import dev.centralog.gatherer.stored.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request. All methods throw {@link BadRequestException} for what is not allowed; the message names the
 * parameter, its value and what is allowed.
 *
 * <p>Thread-safety: immutable.
 */
final class Parameters {
    /** The most characters of a value. */
    static final int MOST_CHARACTERS = 1_000;

    /** The most values of all parameters together: each is a part of a statement, whose length databases limit. */
    static final int MOST_VALUES = 100;

    private static final int MOST_SHOWN = 60;

    private final Map<String, List<String>> given;
    private final AskedTimes times;

    /** Makes them; a parameter without a value counts as one that is not there. */
    Parameters(Map<String, List<String>> given, AskedTimes times) {
        this.given = given.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().stream()
                        .filter(value -> !value.isEmpty())
                        .toList()));
        this.times = times;
        int values = this.given.values().stream().mapToInt(List::size).sum();
        if (values > MOST_VALUES) {
            throw BadRequestException.wrong(
                    "there are " + values + " values of parameters; allowed are " + MOST_VALUES + " at most");
        }
        this.given.forEach((name, all) -> all.forEach(value -> check(name, value)));
    }

    private static void check(String name, String value) {
        if (value.length() > MOST_CHARACTERS) {
            throw BadRequestException.wrong(shown(name) + " has " + value.length() + " characters and begins '"
                    + shown(value) + "'; allowed are " + MOST_CHARACTERS + " at most");
        }
    }

    /** Returns the start of a long text. */
    static String shown(String text) {
        return text.codePointCount(0, text.length()) <= MOST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "…";
    }

    /** Returns these with one more. */
    Parameters with(String name, String value) {
        Map<String, List<String>> more = new HashMap<>(given);
        more.put(name, List.of(value));
        return new Parameters(more, times);
    }

    /** Returns the reader of times. */
    AskedTimes times() {
        return times;
    }

    /** Returns the names of all parameters that have a value, in their order. */
    Set<String> names() {
        return given.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Refuses all parameters but some. */
    void allowOnly(List<String> allowed) {
        for (String name : names()) {
            if (!allowed.contains(name)) {
                throw BadRequestException.wrong(
                        "there is no parameter '" + shown(name) + "' here; allowed are " + String.join(", ", allowed));
            }
        }
    }

    /** Returns all values of a parameter. */
    List<String> all(String name) {
        return given.getOrDefault(name, List.of());
    }

    /** Returns the only value of a parameter; null if there is none. */
    @Nullable
    String one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw BadRequestException.wrong(name + " is given " + all.size() + " times, the second time as '"
                    + shown(all.get(1)) + "'; allowed is one value");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /** Returns a number from 1 up to the most. */
    int number(String name, int usual, int most) {
        String text = one(name);
        if (text == null) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // The message is the same.
        }
        throw BadRequestException.wrong(name + " is " + shown(text) + "; allowed is 1 to " + most);
    }

    /** Returns one of some names; the first one if none is given. */
    String choice(String name, List<String> allowed) {
        String text = one(name);
        if (text != null && !allowed.contains(text)) {
            throw BadRequestException.wrong(
                    name + " is '" + shown(text) + "'; allowed is one of " + String.join(", ", allowed));
        }
        return text == null ? allowed.get(0) : text;
    }

    /** Returns the range between {@code since} and {@code until}; without an end where one is missing. */
    TimeRange range() {
        return allowed(() -> times.range(time("since"), time("until")));
    }

    /** Returns the text of a time; of one that is too long for a time, its start. */
    @Nullable
    String time(String name) {
        String text = one(name);
        return text == null ? null : shown(text);
    }

    /** Returns what a reader returns that throws {@link IllegalArgumentException} for what is not allowed. */
    static <T> T allowed(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw BadRequestException.wrong(String.valueOf(e.getMessage()));
        }
    }
}
