// SPDX-License-Identifier: Apache-2.0
/**
 * The Logback appender, {@link dev.centralog.logback.CentralogAppender}, and the conversion in the other direction:
 * {@link dev.centralog.logback.LogbackEvents} makes Logback's events of gathered ones.
 */
@NullMarked
package dev.centralog.logback;

import org.jspecify.annotations.NullMarked;
