// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.EventSection;
import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.gatherer.family.FamilyRules;
import dev.centralog.gatherer.family.FamilySource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of a row of {@code groups} that decides on its family.
 *
 * @param flag the flag of the event that the row shows
 * @param source what the family is made of; null if the row shows no event
 */
public record GroupFamily(String flag, @Nullable FamilySource source) {
    /** The columns that are read. */
    public static final String COLUMNS =
            "app, logger, level, severity, class_name, method_name, thrown_class, thrown, flag,"
                    + " substr(coalesce(template, message), 1, " + FamilyRules.MAX_CHARACTERS + ") AS text";

    /** The condition that a row shows an event. */
    public static final String IS_WHOLE = "flag IN ("
            + EventRow.WHOLE.stream().sorted().map(flag -> "'" + flag + "'").collect(Collectors.joining(", ")) + ")";

    /** The most causes that count; chains are as long as that by error or by intent. */
    private static final int MOST_CAUSES = 32;

    /** Returns the classes of a throwable and its causes in one text, as the table {@code families} has them; null for none. */
    public static @Nullable String chain(FamilySource source) {
        return source.thrownClasses().isEmpty() ? null : String.join(" > ", source.thrownClasses());
    }

    /** Reads the row that a query is at. */
    public static GroupFamily read(ResultSet row) throws SQLException {
        String flag = Objects.requireNonNull(row.getString("flag"));
        if (!EventRow.WHOLE.contains(flag)) {
            return new GroupFamily(flag, null);
        }
        return new GroupFamily(
                flag,
                new FamilySource(
                        Objects.requireNonNull(row.getString("app")),
                        Objects.requireNonNullElse(row.getString("logger"), ""),
                        Objects.requireNonNull(row.getString("level")),
                        row.getString("class_name"),
                        row.getString("method_name"),
                        thrownClasses(row.getString("thrown_class"), row.getString("thrown")),
                        row.getString("text"),
                        flag.equals(Flag.VARYING.label())));
    }

    /** Returns the classes of a throwable and its causes, the outermost first; of one that can't be read the class alone. */
    private static List<String> thrownClasses(@Nullable String outermost, @Nullable String json) {
        if (outermost == null) {
            return List.of();
        }
        List<String> classes = new ArrayList<>(List.of(outermost));
        Thrown thrown = thrown(json);
        Thrown cause = thrown == null ? null : thrown.cause();
        while (cause != null && cause.reference() < 0 && classes.size() <= MOST_CAUSES) {
            classes.add(cause.className());
            cause = cause.cause();
        }
        return classes;
    }

    private static @Nullable Thrown thrown(@Nullable String json) {
        LogEvent.Builder event = LogEvent.builder();
        try {
            EventWire.readSection(EventSection.THROWN, json, event);
        } catch (UnreadableEventException ignored) {
            return null; // somebody else has written it
        }
        return event.build().thrown();
    }
}
