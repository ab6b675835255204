// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import org.jspecify.annotations.Nullable;

/**
 * One key-value pair of the fluent logging APIs; an event may carry a key twice.
 *
 * @param key the key
 * @param value null, a String, Boolean or Number, or a List or Map of these; {@link LogEvent.Builder} turns any other
 *     object into its text
 */
public record KeyValue(String key, @Nullable Object value) {}
