// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import java.util.List;

/** The units that are taken out with their numbers: those in which programs print sizes and times. Thread-safety: stateless. */
final class Units {
    private static final List<String> ALL = List.of(
            "ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "sec", "secs", "B", "KB", "kB", "MB", "GB", "TB", "KiB", "MiB",
            "GiB", "TiB", "KB/s", "MB/s", "GB/s");

    private Units() {}

    /** Returns the length of the unit that is a whole word at an index, or 0 if there is none. */
    static int length(CharSequence text, int start) {
        for (String unit : ALL) {
            int end = start + unit.length();
            if (end <= text.length()
                    && unit.contentEquals(text.subSequence(start, end))
                    && !Characters.isSolid(Characters.at(text, end))) {
                return unit.length();
            }
        }
        return 0;
    }
}
