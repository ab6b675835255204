// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/** The parts of an event that are more than a single text or number: each is a JSON column of its own in a database. */
public enum EventSection {
    ARGUMENTS,
    THROWN,
    MARKERS,
    MDC,
    NDC,
    KEY_VALUES,
    CUTS
}
