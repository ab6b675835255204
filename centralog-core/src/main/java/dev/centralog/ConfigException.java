// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.List;

/** A configuration that can't be used; its message has one line for every fault. */
public final class ConfigException extends CentralogException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // List.copyOf is serializable
    private final List<String> faults;

    public ConfigException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** One sentence a fault, each naming the setting, its value and what is allowed. */
    public List<String> faults() {
        return faults;
    }
}
