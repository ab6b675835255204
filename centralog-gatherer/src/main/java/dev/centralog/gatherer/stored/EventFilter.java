// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.Locale;

/**
 * A condition that events must meet.
 *
 * @param kind what of an event is looked at
 * @param value what it is compared with; every character in it is meant as it stands
 */
public record EventFilter(Kind kind, String value) {
    /** The kinds of filters; the option of each has its name. */
    public enum Kind {
        /** The least severe level; if it is none of the usual six, the only level. */
        LEVEL,
        /** The start of the logger's name. */
        LOGGER,
        APP,
        ENVIRONMENT,
        /** The id of the group's family, or of the place that the family is of. */
        FAMILY,
        /** The start of the group's id. */
        GROUP,
        /** The host of a process that has counted some of the row's events. */
        HOST,
        /** A text within the message, the template or what was thrown; capital letters are as small ones. */
        GREP,
        /** The trace id of an event that is stored in full. */
        TRACE;

        /** Returns whether the row of groups decides. */
        boolean isOfGroup() {
            return compareTo(GROUP) <= 0;
        }

        String column() {
            return switch (this) {
                case FAMILY -> "family_id";
                case GROUP -> "group_id";
                case GREP -> "message";
                case TRACE -> "trace_id";
                case LEVEL, LOGGER, APP, ENVIRONMENT, HOST -> name().toLowerCase(Locale.ROOT);
            };
        }
    }

    /** Returns the option that makes this filter, with its value. */
    String option() {
        return "--" + kind.name().toLowerCase(Locale.ROOT) + " " + value;
    }
}
