// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fields that were truncated, by name, with their full sizes. */
final class Truncations {
    static final int MAX_ENTRIES = 32;
    private static final int MAX_NAME_BYTES = 96;
    private final Map<String, Long> sizes = new LinkedHashMap<>();

    Truncations(Map<String, Long> before) {
        for (Map.Entry<String, Long> cut : before.entrySet()) {
            add(cut.getKey(), cut.getValue());
        }
    }

    /** Adds a truncated field; of two sizes under one name the larger one is kept. */
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
