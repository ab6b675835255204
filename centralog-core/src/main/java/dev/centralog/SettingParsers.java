// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.Setting.Labelled;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The parsers of settings' texts. They throw an {@link IllegalArgumentException} or an {@link ArithmeticException}
 * for a value that is not allowed. They are classes and not lambdas: the JVM generates a lambda's class when it is
 * first used, which would happen to all of these while an application starts, and takes about twice as long as
 * loading a class.
 *
 * <p>Thread-safety: immutable.
 */
final class SettingParsers {
    private static final Pattern DATABASE = Pattern.compile("/[0-9]{1,5}");
    private static final int MOST_DATABASE = 65_535;
    private static final int MOST_PORT = 65_535;

    private SettingParsers() {}

    record Plain(boolean strips) implements Function<String, String> {
        @Override
        public String apply(String text) {
            return strips ? text.strip() : text;
        }
    }

    record Matching(Pattern pattern) implements Function<String, String> {
        @Override
        public String apply(String text) {
            String value = text.strip();
            if (!pattern.matcher(value).matches()) {
                throw new IllegalArgumentException();
            }
            return value;
        }
    }

    record Names() implements Function<String, List<String>> {
        @Override
        public List<String> apply(String text) {
            List<String> parts = new ArrayList<>();
            for (String part : text.split(",")) {
                if (!part.isBlank()) {
                    parts.add(part.strip());
                }
            }
            return List.copyOf(parts);
        }
    }

    record Flag() implements Function<String, Boolean> {
        @Override
        public Boolean apply(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException();
            };
        }
    }

    record WholeNumber(long min, long max) implements Function<String, Integer> {
        @Override
        public Integer apply(String text) {
            return Math.toIntExact(Units.within(Long.parseLong(text.strip()), min, max));
        }
    }

    record Time(long minNanos, long maxNanos, boolean wholeSeconds) implements Function<String, Duration> {
        @Override
        public Duration apply(String text) {
            Duration value = Units.duration(text);
            Units.within(value.toNanos(), minNanos, maxNanos);
            if (wholeSeconds && !value.equals(Duration.ofSeconds(value.toSeconds()))) {
                throw new IllegalArgumentException();
            }
            return value;
        }
    }

    record Size(long minBytes, long maxBytes) implements Function<String, Long> {
        @Override
        public Long apply(String text) {
            return Units.within(Units.bytes(text), minBytes, maxBytes);
        }
    }

    record Choice<E extends Enum<E> & Labelled>(List<E> constants) implements Function<String, E> {
        @Override
        public E apply(String text) {
            for (E each : constants) {
                if (each.label().equalsIgnoreCase(text.strip())) {
                    return each;
                }
            }
            throw new IllegalArgumentException();
        }
    }

    record Address(List<String> schemes) implements Function<String, String> {
        private static final String SENTINEL = "-sentinel";

        /** A host, an address of version 4, or one of version 6 in brackets, each with or without a port. */
        private static final Pattern SERVER =
                Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^:@\\[\\]\\s]+)(?::(\\d{1,5}))?");

        @Override
        public String apply(String text) {
            String value = text.strip();
            URI uri = URI.create(value);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            boolean isOfSentinels = scheme.endsWith(SENTINEL);
            String kind = isOfSentinels ? scheme.substring(0, scheme.length() - SENTINEL.length()) : scheme;
            String name = uri.getRawFragment();
            if (!schemes.contains(kind)
                    || uri.getRawAuthority() == null
                    || !areServers(uri.getRawAuthority())
                    || value.indexOf('@') != value.lastIndexOf('@') // it must be written as %40
                    || (value.indexOf('@') >= 0 && uri.getRawAuthority().indexOf('@') < 0) // a / must be %2F
                    // No parameters: the client library would read verifyPeer as "check nothing", and ignore most
                    // others.
                    || uri.getRawQuery() != null
                    || isOfSentinels != (name != null && !name.isBlank())
                    || !isDatabase(uri.getRawPath())) {
                throw new IllegalArgumentException();
            }
            return value;
        }

        // URI.getHost() is null for a list, and if a host's name has an underscore, as names in container networks
        // often do.
        private static boolean areServers(String authority) {
            String servers = authority.substring(authority.indexOf('@') + 1);
            for (String each : servers.split(",", -1)) {
                Matcher server = SERVER.matcher(each);
                if (!server.matches() || (server.group(1) != null && Integer.parseInt(server.group(1)) > MOST_PORT)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean isDatabase(String path) {
        return path.length() <= 1
                || (DATABASE.matcher(path).matches() && Integer.parseInt(path.substring(1)) <= MOST_DATABASE);
    }

    record Expression() implements Function<String, String> {
        @Override
        public String apply(String text) {
            try {
                return Pattern.compile(text).pattern();
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
