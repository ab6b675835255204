// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.EventSection;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.gatherer.sink.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A reader that makes events of rows. */
final class EventRows {
    /** The column with the frames of the throwable, beside those of the table. */
    static final String FRAMES = "throwable_frames";

    private final Database database;

    EventRows(Database database) {
        this.database = database;
    }

    /** Reads a row; of its process only what the event itself says. */
    StoredEvent read(ResultSet row) throws SQLException {
        LogEvent event = event(row);
        Origin origin = event.origin();
        return new StoredEvent(
                database.time(row, "window_start"),
                text(row, "group_id"),
                text(row, "delivery"),
                processes(row.getString("processes"), row.getLong("repeats")),
                text(row, "flag"),
                new StoredEvent.InFull(row.getLong("in_full"), row.getInt("borrowed") == 0),
                event,
                new StoredEvent.Own(
                        new ProcessInfo(origin.app(), origin.environment(), "", origin.host(), origin.pid(), ""),
                        row.getString("trace_id")));
    }

    /**
     * Returns the counts by process. They have no process if the text is null, as in rows of versions without processes, or if
     * it is unreadable, because somebody else has written it; that is no reason to fail.
     */
    private static ProcessCounts processes(@Nullable String json, long repeats) {
        try {
            return json == null ? ProcessCounts.ofUnknown(repeats) : ProcessCounts.ofJson(json);
        } catch (UnreadableEventException ignored) {
            return ProcessCounts.ofUnknown(repeats);
        }
    }

    private LogEvent event(ResultSet row) throws SQLException {
        LogEvent sections = sections(row, List.of(EventSection.values()));
        return new LogEvent(
                time(row, database, sections),
                new Level(text(row, "level"), row.getInt("severity")),
                row.getString("logger"),
                new ThreadRef(row.getString("thread_name"), row.getLong("thread_id"), row.getInt("thread_priority")),
                row.getString("template"),
                sections.arguments(),
                row.getString("message"),
                thrown(sections.thrown(), row),
                location(row),
                sections.markers(),
                sections.mdc(),
                sections.ndc(),
                sections.keyValues(),
                new Origin(text(row, "app"), text(row, "environment"), text(row, "host"), row.getLong("pid")),
                row.getLong("sequence"),
                sections.cuts());
    }

    /** Returns a throwable with its frames. In rows of earlier versions it has them already. */
    private static @Nullable Thrown thrown(@Nullable Thrown own, ResultSet row) throws SQLException {
        String frames = row.getString(FRAMES);
        if (own == null || frames == null) {
            return own;
        }
        LogEvent.Builder common = LogEvent.builder();
        EventWire.readSection(EventSection.THROWN, frames, common);
        return own.withFramesOf(common.build().thrown());
    }

    /** Returns an event that has only these sections. */
    static LogEvent sections(ResultSet row, List<EventSection> sections) throws SQLException {
        LogEvent.Builder event = LogEvent.builder();
        for (EventSection section : sections) {
            EventWire.readSection(section, row.getString(section.name().toLowerCase(Locale.ROOT)), event);
        }
        return event.build();
    }

    /** Returns the time of an event, given its sections: one that could not be stored is among the cuts. */
    static Instant time(ResultSet row, Database database, LogEvent sections) throws SQLException {
        Long ownSecond = sections.cuts().get("time");
        long second = ownSecond == null ? database.time(row, "time").getEpochSecond() : ownSecond;
        return Instant.ofEpochSecond(second, row.getLong("nano"));
    }

    static @Nullable SourceLocation location(ResultSet row) throws SQLException {
        String className = row.getString("class_name");
        return className == null
                ? null
                : new SourceLocation(
                        className, text(row, "method_name"), row.getString("file_name"), row.getInt("line_number"));
    }

    static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
