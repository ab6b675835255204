// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.Setting;
import dev.centralog.StatusListener;
import java.util.List;

/**
 * The address that a sink is made for.
 *
 * <p>Thread-safety: immutable.
 *
 * @param uri the setting {@code database}, which may hold secrets
 * @param traceIdKeys the MDC keys that a trace id may have (setting {@code traceIdKeys}); the first with a value that is not blank counts
 * @param status receives the sink's warnings, without secrets
 */
public record SinkAddress(String uri, List<String> traceIdKeys, StatusListener status) {
    public SinkAddress {
        traceIdKeys = List.copyOf(traceIdKeys);
    }

    /** Returns the address without passwords. */
    @Override
    public String toString() {
        return Setting.hidePassword(uri);
    }
}
