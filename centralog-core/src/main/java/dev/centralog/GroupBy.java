// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/**
 * The parts of an event that make two events repeats of one another, in addition to application, environment, logger,
 * level and throwable classes, which are always compared. If an event has a fingerprint, that replaces the parts
 * named here.
 */
public enum GroupBy implements Setting.Labelled {
    /**
     * The place in the code and the message template: the published algorithm's module, file, line and message. Texts
     * without arguments are counted with their place beyond {@link Settings#TEXTS_PER_PLACE}.
     */
    CALL_SITE("callSite"),
    /** The message template; costs no stack walk. */
    TEMPLATE("template"),
    /** The place in the code and the rendered message: every distinct text is a group of its own. */
    MESSAGE("message"),
    /** The place in the code alone: all texts logged there are one group, even if the statement's text is changed. */
    PLACE("place");

    private final String label;

    GroupBy(String label) {
        this.label = label;
    }

    /** Returns the value of the setting {@code groupBy} that selects this. */
    @Override
    public String label() {
        return label;
    }
}
