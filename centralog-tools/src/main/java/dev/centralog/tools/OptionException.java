// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.util.List;

/**
 * Options of a command with values that are not allowed; each fault names the option, the value and what is allowed. Settings
 * have {@link dev.centralog.ConfigException}.
 */
public final class OptionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final List<String> faults;

    public OptionException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
