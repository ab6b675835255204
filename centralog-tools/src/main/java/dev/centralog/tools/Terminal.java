// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.io.Console;

/** Knows whether standard output is a terminal. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether there is a terminal. Up to Java 21 a console exists only on a terminal; from 22 on the console has to be
     * asked.
     */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isThere() {
        Console console = System.console();
        if (console == null || Runtime.version().feature() < 22) {
            return console != null;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException ignored) {
            return false;
        }
    }
}
