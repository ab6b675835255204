// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;

/** The fields of a range of time. */
final class Ranges {
    private Ranges() {}

    static JsonLine put(JsonLine line, Slices slices) {
        return line.put("since", Times.UTC.iso(slices.since()))
                .put("until", Times.UTC.iso(slices.until()))
                .put("slice_seconds", slices.width().toSeconds())
                .put("first_slice", Times.UTC.iso(slices.start(0)));
    }
}
