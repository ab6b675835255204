// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was cut off: names of fields, and their full sizes. */
final class Truncations {
    static final int MAX_ENTRIES = 32;
    private static final int MAX_NAME_BYTES = 96;
    private final Map<String, Long> sizes = new LinkedHashMap<>();

    Truncations(Map<String, Long> before) {
        for (Map.Entry<String, Long> cut : before.entrySet()) {
            add(cut.getKey(), cut.getValue());
        }
    }

    /** Notes a cut; of two under one name the larger size stays. */
    void add(String name, long fullSize) {
        String shortName = Text.fits(name, MAX_NAME_BYTES) ? name : Text.cut(name, MAX_NAME_BYTES);
        if (sizes.size() < MAX_ENTRIES || sizes.containsKey(shortName)) {
            sizes.merge(shortName, fullSize, Math::max);
        }
    }

    Map<String, Long> sizes() {
        return sizes;
    }
}
