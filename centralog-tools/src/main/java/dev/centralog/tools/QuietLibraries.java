// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

/**
 * Sends the log lines of this process's libraries, from WARN on, to standard error. They must not mix with a command's
 * output, nor with the counted events, which go through separate logging contexts.
 */
final class QuietLibraries {
    static final String PROPERTY = "logback.configurationFile";
    static final String CONFIGURATION = "dev/centralog/tools/libraries-logback.xml";

    private QuietLibraries() {}

    /** Sets the configuration; must be called before anything logs. */
    static void install() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, CONFIGURATION);
        }
    }
}
