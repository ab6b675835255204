// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Parsers of times and sizes as people write them, and the check of their range. */
final class Units {
    private static final int MOST_DIGITS = 15;

    private Units() {}

    static Duration duration(String text) {
        String value = text.strip();
        if (value.regionMatches(true, 0, "P", 0, 1)) {
            try {
                return Duration.parse(value);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(e);
            }
        }
        int digits = digits(value);
        long amount = Long.parseLong(value.substring(0, digits));
        return switch (unit(value, digits)) {
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> Duration.ofMillis(amount);
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(amount);
            case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(amount);
            case "h", "hour", "hours" -> Duration.ofHours(amount);
            case "d", "day", "days" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException("no such unit of time");
        };
    }

    static long bytes(String text) {
        String value = text.strip();
        int digits = digits(value);
        long amount = Long.parseLong(value.substring(0, digits));
        return switch (unit(value, digits)) {
            case "", "b" -> amount;
            case "k", "kb", "kib" -> Math.multiplyExact(amount, 1L << 10);
            case "m", "mb", "mib" -> Math.multiplyExact(amount, 1L << 20);
            case "g", "gb", "gib" -> Math.multiplyExact(amount, 1L << 30);
            default -> throw new IllegalArgumentException("no such unit of size");
        };
    }

    static long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    /**
     * Returns the number of digits at the start. Counted by hand, because an application's start reads dozens of
     * values.
     */
    private static int digits(String value) {
        int digits = 0;
        while (digits < value.length() && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > MOST_DIGITS) {
            throw new IllegalArgumentException("not a quantity");
        }
        return digits;
    }

    private static String unit(String value, int digits) {
        return value.substring(digits).strip().toLowerCase(Locale.ROOT);
    }
}
