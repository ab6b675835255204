// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.status;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * The version of Centralog that runs, and the commit that it was built from.
 *
 * <p>Thread-safety: immutable.
 *
 * @param number e.g. {@code 0.1.0}
 * @param commit its whole id, with {@code -modified} behind it where the sources had been changed since; {@value #UNKNOWN}
 *     where it was built from a copy of the sources that git had not made
 */
public record Version(String number, String commit) {
    /** Stands for what is not known. */
    public static final String UNKNOWN = "unknown";

    private static final int SHOWN = 12;
    private static final int WHOLE = 40;

    private static final Version CURRENT = load();

    /** Returns what this build says of itself. */
    public static Version current() {
        return CURRENT;
    }

    private static Version load() {
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            return file == null ? new Version(UNKNOWN, UNKNOWN) : read(file);
        } catch (IOException ignored) { // of no use to know why: nothing depends on it
            return new Version(UNKNOWN, UNKNOWN);
        }
    }

    private static Version read(InputStream file) throws IOException {
        Properties properties = new Properties();
        properties.load(file);
        return new Version(known(properties.getProperty("version", "")), known(properties.getProperty("commit", "")));
    }

    /** Placeholders that nobody has filled in begin with a dollar. */
    private static String known(String value) {
        return value.isEmpty() || value.startsWith("$") ? UNKNOWN : value;
    }

    /** Returns both, the commit in short: {@code 0.1.0 (commit 1a2b3c4d5e6f)}. */
    @Override
    public String toString() {
        String shown = commit.length() < WHOLE ? commit : commit.substring(0, SHOWN) + commit.substring(WHOLE);
        return number + " (commit " + shown + ")";
    }
}
