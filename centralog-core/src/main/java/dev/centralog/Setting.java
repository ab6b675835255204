// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one definition of a setting: its name, its default, how its text is read, and the allowed values. Code that
 * runs while the settings are created uses no streams: these would be a large part of an application's start.
 *
 * <p>Thread-safety: immutable.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {
    private final String name;
    private final String defaultText;
    private final String allowed;
    private final String help;
    private final Function<String, T> reader;
    private final boolean secret;
    private final T defaultValue;

    private Setting(Texts texts, boolean secret, Function<String, T> reader) {
        this.name = texts.name;
        this.defaultText = texts.defaultText;
        this.allowed = texts.allowed;
        this.help = texts.help;
        this.reader = reader;
        this.secret = secret;
        this.defaultValue = read(defaultText); // a default that is not allowed is our own mistake, and fails here
    }

    private record Texts(String name, String defaultText, String allowed, String help) {}

    /** Returns a setting whose value is a text; blanks around it are removed. */
    public static Setting<String> text(String name, String defaultText, String help) {
        return new Setting<>(new Texts(name, defaultText, "any text", help), false, new SettingParsers.Plain(true));
    }

    /** Returns a setting whose value is a text that matches a pattern; blanks around it are removed. */
    public static Setting<String> text(String name, String defaultText, Allowed allowed, String help) {
        return new Setting<>(
                new Texts(name, defaultText, allowed.words, help), false, new SettingParsers.Matching(allowed.pattern));
    }

    /** The texts that are allowed: a pattern, and the same in words. */
    public record Allowed(Pattern pattern, String words) {}

    /** Returns a setting whose value is a text that is never shown, neither in messages nor in {@code toString}. */
    public static Setting<String> secret(String name, String help) {
        return new Setting<>(new Texts(name, "", "any text", help), true, new SettingParsers.Plain(false));
    }

    /**
     * Returns a setting whose value is a list of texts that are separated by commas; an empty text is an empty list.
     */
    public static Setting<List<String>> list(String name, String defaultText, String help) {
        return new Setting<>(
                new Texts(name, defaultText, "names separated by commas", help), false, new SettingParsers.Names());
    }

    /** Returns a setting whose value is {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String name, boolean defaultValue, String help) {
        Texts texts = new Texts(name, Boolean.toString(defaultValue), "true or false", help);
        return new Setting<>(texts, false, new SettingParsers.Flag());
    }

    /** Returns a setting whose value is a whole number from {@code range}. */
    public static Setting<Integer> number(String name, String defaultText, Range range, String help) {
        Texts texts = new Texts(name, defaultText, "a whole number from " + range.min + " to " + range.max, help);
        return new Setting<>(
                texts, false, new SettingParsers.WholeNumber(Long.parseLong(range.min), Long.parseLong(range.max)));
    }

    /**
     * Returns a setting whose value is a time from {@code range}, such as {@code 200 ms}, {@code 5s},
     * {@code 2 minutes} or {@code PT5S}.
     */
    public static Setting<Duration> duration(String name, String defaultText, Range range, String help) {
        Texts texts = new Texts(name, defaultText, "a time with its unit from " + range.min + " to " + range.max, help);
        return new Setting<>(texts, false, time(range, false));
    }

    /** Returns a setting whose value is a time of whole seconds from {@code range}; see {@link #duration}. */
    public static Setting<Duration> seconds(String name, String defaultText, Range range, String help) {
        String allowed = "a time of whole seconds with its unit from " + range.min + " to " + range.max;
        return new Setting<>(new Texts(name, defaultText, allowed, help), false, time(range, true));
    }

    private static SettingParsers.Time time(Range range, boolean wholeSeconds) {
        return new SettingParsers.Time(
                Units.duration(range.min).toNanos(), Units.duration(range.max).toNanos(), wholeSeconds);
    }

    /**
     * Returns a setting whose value is a size in bytes from {@code range}, such as {@code 64KiB}, {@code 32 MB} (1 KB
     * = 1024 bytes) or {@code 4096}.
     */
    public static Setting<Long> size(String name, String defaultText, Range range, String help) {
        Texts texts = new Texts(name, defaultText, "a size from " + range.min + " to " + range.max, help);
        return new Setting<>(texts, false, new SettingParsers.Size(Units.bytes(range.min), Units.bytes(range.max)));
    }

    /** The smallest and the largest allowed value, as a user would write them. */
    public record Range(String min, String max) {}

    /** A constant that users know by another name than Java does. */
    public interface Labelled {
        /** Returns the name that a user writes. */
        String label();
    }

    /** Returns a setting whose value is one of an enum's constants; users write its label, in any case. */
    public static <E extends Enum<E> & Labelled> Setting<E> choice(String name, E defaultValue, String help) {
        List<E> constants = List.of(defaultValue.getDeclaringClass().getEnumConstants());
        List<String> labels = new ArrayList<>();
        for (E each : constants) {
            labels.add(each.label());
        }
        String allowed = "one of " + String.join(", ", labels);
        return new Setting<>(
                new Texts(name, defaultValue.label(), allowed, help), false, new SettingParsers.Choice<>(constants));
    }

    /**
     * Returns a setting whose value is a URI with one of the given schemes, a user, a password, one or more hosts with their
     * ports, and the number of a database, and nothing else; or with {@code -sentinel} behind the scheme the name of a primary
     * besides. A password in it is never shown.
     */
    public static Setting<String> uri(String name, String defaultText, List<String> schemes, String help) {
        String allowed = String.join(":// or ", schemes)
                + "://, then [user:password@]host[:port][,host[:port]...][/database]; or "
                + String.join("-sentinel:// or ", schemes) + "-sentinel://, then the same of sentinels and #name";
        return new Setting<>(new Texts(name, defaultText, allowed, help), false, new SettingParsers.Address(schemes));
    }

    /** Returns a setting whose value is a regular expression; an empty text stands for none. */
    public static Setting<String> pattern(String name, String defaultText, String help) {
        return new Setting<>(
                new Texts(name, defaultText, "a regular expression", help), false, new SettingParsers.Expression());
    }

    /**
     * Returns a value that was not read from a text, as it is after its text has been checked and read.
     *
     * @throws ConfigException if it is not allowed
     */
    T check(T value) {
        return read(write(value));
    }

    /** Returns a value as a user would write it. */
    String write(T value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value instanceof Labelled labelled ? labelled.label() : String.valueOf(value);
    }

    /** Returns the setting's name, as in configuration files. */
    public String name() {
        return name;
    }

    /** Returns the setting's default, as a user would write it. */
    public String defaultText() {
        return defaultText;
    }

    /** Returns the allowed values, in words. */
    public String allowed() {
        return allowed;
    }

    /** Returns a description of the setting, in a sentence or two. */
    public String help() {
        return help;
    }

    /** Returns the setting's default. */
    public T defaultValue() {
        return defaultValue;
    }

    /**
     * Reads a value.
     *
     * @throws ConfigException if it is not allowed; the message names the setting, the value and the allowed values
     */
    public T read(String text) {
        Objects.requireNonNull(text, name);
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | ArithmeticException ignored) {
            throw new ConfigException(List.of(fault(text)));
        }
    }

    private String fault(String text) {
        return "setting '" + name + "' is '" + shown(text) + "'; allowed is " + allowed + "; default is '" + defaultText
                + "'";
    }

    /**
     * Returns the text as it may be shown: without passwords. A URL is reduced to host, port, database and the names
     * of its parameters.
     */
    public String shown(String text) {
        if (secret && !text.isEmpty()) {
            return "***";
        }
        if (reader instanceof SettingParsers.Expression) {
            return text;
        }
        // A text without a scheme, or with half of one, is no URI, but may hold a password.
        int at = text.lastIndexOf('@');
        return reader instanceof SettingParsers.Address && at >= 0 && !UrlText.isOne(text.strip())
                ? "***" + text.substring(at)
                : UrlText.shown(text);
    }

    /**
     * Returns a text in which each URL is reduced to host, port and database. The text is a URL, or quotes some. In a
     * longer text it is not known where a URL ends: the rest of its line is then hidden too if it might be part of a
     * password.
     */
    public static String hidePassword(String text) {
        return UrlText.isOne(text) ? UrlText.shown(text) : UrlText.hideIn(text);
    }

    @Override
    public String toString() {
        return name;
    }
}
