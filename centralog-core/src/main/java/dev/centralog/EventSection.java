// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/**
 * The parts of an event that are more than a single text or number; in a database, each is a JSON column of its own.
 */
public enum EventSection {
    ARGUMENTS,
    THROWN,
    MARKERS,
    MDC,
    NDC,
    KEY_VALUES,
    CUTS
}
