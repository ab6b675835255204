// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

/**
 * Sends what the libraries of this process log, from WARN on, to standard error: it must mix neither with what a command
 * prints nor with the events that are counted, which go through logging contexts of their own.
 */
final class QuietLibraries {
    static final String PROPERTY = "logback.configurationFile";
    static final String CONFIGURATION = "dev/centralog/tools/libraries-logback.xml";

    private QuietLibraries() {}

    /** To be called before anything logs. */
    static void install() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, CONFIGURATION);
        }
    }
}
