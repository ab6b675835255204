// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

/** A logger of either framework. Thread-safe. */
@FunctionalInterface
interface EventLogger {
    /** Logs by the framework's usual call for that level; a throwable is passed as the last argument. */
    void log(Severity severity, String template, Object... arguments);
}
