// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Locale;

/**
 * A condition that events must meet.
 *
 * @param kind what of an event is looked at
 * @param values what it is compared with, one value at least: any of them is enough. Every character is meant as it stands
 * @param isExcluding whether those events are meant that do not meet it
 */
public record EventFilter(Kind kind, List<String> values, boolean isExcluding) {
    public EventFilter {
        values = List.copyOf(values);
    }

    /** Makes a filter with one value. */
    public EventFilter(Kind kind, String value) {
        this(kind, List.of(value), false);
    }

    /** Returns the value of a filter {@link Kind#MDC}. */
    public static String mdc(String key, String value) {
        return inJson(key) + ":" + inJson(value);
    }

    private static String inJson(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** The kinds of filters; the option of each has its name. */
    public enum Kind {
        /** The least severe level; if it is none of the usual six, or is excluded, the only level. */
        LEVEL,
        /** The start of the logger's name. */
        LOGGER,
        APP,
        ENVIRONMENT,
        /** The id of the group's family, or of the place that the family is of. */
        FAMILY,
        /** Anything: those that have thrown something. */
        THROWN,
        /** The start of the group's id. */
        GROUP,
        /** The state that people have given to the group's family; of families alone. */
        STATE,
        /** The host of a process that has counted some of the row's events. */
        HOST,
        /** A text within the message, the template or what was thrown; capital letters are as small ones. */
        GREP,
        /** The trace id of an event that is stored in full. */
        TRACE,
        /** The release of a process that has counted some of the row's events. */
        RELEASE,
        /** The name of the thread of an event that is stored in full. */
        THREAD,
        /** An entry in the MDC of an event that is stored in full, as {@link EventFilter#mdc} has it. */
        MDC;

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
                case THROWN -> "thrown_class";
                case THREAD -> "thread_name";
                case LEVEL, LOGGER, APP, ENVIRONMENT, STATE, HOST, RELEASE, MDC -> name().toLowerCase(Locale.ROOT);
            };
        }
    }

    /** Returns the option that makes this filter, with its value. */
    String option() {
        return "--" + kind.name().toLowerCase(Locale.ROOT) + " " + String.join(", ", values);
    }
}
