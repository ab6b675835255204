// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import dev.centralog.Setting;
import java.util.Locale;

/** The forms of the daemon's own log. */
public enum LogFormat implements Setting.Labelled {
    /** A time, a severity and a text. */
    PLAIN,
    /** An object of JSON. */
    JSON;

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
