// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/**
 * What makes two events repeats of one another. Application, environment, logger, level and throwable classes always do; an
 * explicit fingerprint stands in the place of all that is named here.
 */
public enum GroupBy implements Setting.Labelled {
    /** The place in the code and the message template: the published algorithm's module, file, line and message. */
    CALL_SITE("callSite"),
    /** The message template; costs no stack walk. */
    TEMPLATE("template"),
    /** The place in the code and the rendered message: every distinct text is a group of its own. */
    MESSAGE("message"),
    /** The place in the code alone: whatever it says is one group, and so is what a changed text says. */
    PLACE("place");

    private final String label;

    GroupBy(String label) {
        this.label = label;
    }

    /** The value of the setting {@code groupBy} that selects this. */
    @Override
    public String label() {
        return label;
    }
}
