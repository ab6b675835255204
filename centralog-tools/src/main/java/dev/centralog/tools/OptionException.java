// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.util.List;

/**
 * Reports options of a command whose values are not allowed. Each fault names the option, its value and the allowed
 * values. Settings have {@link dev.centralog.ConfigException}.
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
