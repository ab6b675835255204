// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One line of a parsed log file.
 *
 * @param template the parser's template, with {@code <*>} in the place of each argument
 * @param time when it was logged; null if the times are not read
 */
record LoggedLine(
        Severity severity,
        String logger,
        String message,
        String template,
        @Nullable LocalDateTime time) {}
