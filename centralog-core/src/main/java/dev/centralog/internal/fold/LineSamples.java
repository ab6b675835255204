// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a {@link BatchLine}.
 *
 * @param own the sample of the event in the payload, if this line counts that event; its content is empty if the setting
 *     {@code samples} is 0. Null if the line has no payload, or one that an earlier line had already
 * @param further the samples of other events that this line counts
 * @param leftOut the number of events that this line counts and of which samples were due but are left out
 */
public record LineSamples(@Nullable EventSample own, List<EventSample> further, int leftOut) {
    public static final LineSamples NONE = new LineSamples(null, List.of(), 0);

    public LineSamples {
        further = List.copyOf(further);
    }

    /** Returns the number of events of which samples were due. */
    public int taken() {
        return kept() + leftOut;
    }

    /** Returns the number of samples in the line, the own one included. */
    public int kept() {
        return further.size() + (own == null ? 0 : 1);
    }

    /** Returns the size of all samples, in bytes. */
    public int bytes() {
        int sum = own == null ? 0 : own.content().length;
        for (EventSample each : further) {
            sum += each.content().length;
        }
        return sum;
    }
}
