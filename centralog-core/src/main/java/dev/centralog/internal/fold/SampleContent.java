// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/** The content of a sample. */
public enum SampleContent {
    /** No content: only its number is noted. */
    NONE,
    /** All that is the event's own; all events of its group have one template. */
    WITHOUT_TEMPLATE,
    /** All that is the event's own, the template included. */
    WITH_TEMPLATE
}
