// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.List;

/** An exception for a configuration that can't be used; its message has one line per fault. */
public final class ConfigException extends CentralogException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // List.copyOf is serializable
    private final List<String> faults;

    public ConfigException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** Returns one sentence per fault; that of a value names the setting, the value and the allowed values. */
    public List<String> faults() {
        return faults;
    }
}
