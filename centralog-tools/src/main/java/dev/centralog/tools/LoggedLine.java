// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One line of a parsed log file.
 *
 * @param template with {@code <*>} where the parser found arguments
 * @param time when it was logged; null unless it was asked for
 */
record LoggedLine(
        Severity severity,
        String logger,
        String message,
        String template,
        @Nullable LocalDateTime time) {}
