// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times and sizes as people write them. */
final class Units {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");

    private Units() {}

    static Duration duration(String text) {
        String value = text.strip();
        if (value.regionMatches(true, 0, "P", 0, 1)) {
            try {
                return Duration.parse(value);
            } catch (DateTimeParseException wrong) {
                throw new IllegalArgumentException(wrong);
            }
        }
        Matcher quantity = matched(value);
        long amount = Long.parseLong(quantity.group(1));
        return switch (quantity.group(2).toLowerCase(Locale.ROOT)) {
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> Duration.ofMillis(amount);
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(amount);
            case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(amount);
            case "h", "hour", "hours" -> Duration.ofHours(amount);
            case "d", "day", "days" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException("no such unit of time");
        };
    }

    static long bytes(String text) {
        Matcher quantity = matched(text.strip());
        long amount = Long.parseLong(quantity.group(1));
        return switch (quantity.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> amount;
            case "k", "kb", "kib" -> Math.multiplyExact(amount, 1L << 10);
            case "m", "mb", "mib" -> Math.multiplyExact(amount, 1L << 20);
            case "g", "gb", "gib" -> Math.multiplyExact(amount, 1L << 30);
            default -> throw new IllegalArgumentException("no such unit of size");
        };
    }

    private static Matcher matched(String value) {
        Matcher quantity = QUANTITY.matcher(value);
        if (!quantity.matches()) {
            throw new IllegalArgumentException("not a quantity");
        }
        return quantity;
    }
}
