// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.status;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * The version of the running Centralog, and the commit that it was built from.
 *
 * <p>Thread-safety: immutable.
 *
 * @param number the version, e.g. {@code 0.1.0}
 * @param commit the whole commit id, followed by {@code -modified} if the sources had been changed since;
 *     {@value #UNKNOWN} if it was built from a copy of the sources that git had not made
 */
public record Version(String number, String commit) {
    /** The value for an unknown version or commit. */
    public static final String UNKNOWN = "unknown";

    private static final int SHOWN = 12;
    private static final int WHOLE = 40;

    private static final Version CURRENT = load();

    /** Returns the version of this build. */
    public static Version current() {
        return CURRENT;
    }

    private static Version load() {
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            return file == null ? new Version(UNKNOWN, UNKNOWN) : read(file);
        } catch (IOException ignored) { // the cause does not matter: nothing depends on the version
            return new Version(UNKNOWN, UNKNOWN);
        }
    }

    private static Version read(InputStream file) throws IOException {
        Properties properties = new Properties();
        properties.load(file);
        return new Version(known(properties.getProperty("version", "")), known(properties.getProperty("commit", "")));
    }

    /**
     * Returns the value, or {@link #UNKNOWN} for a placeholder that the build has not replaced; these begin with a
     * dollar.
     */
    private static String known(String value) {
        return value.isEmpty() || value.startsWith("$") ? UNKNOWN : value;
    }

    /** Returns both, the commit shortened: {@code 0.1.0 (commit 1a2b3c4d5e6f)}. */
    @Override
    public String toString() {
        String shown = commit.length() < WHOLE ? commit : commit.substring(0, SHOWN) + commit.substring(WHOLE);
        return number + " (commit " + shown + ")";
    }
}
