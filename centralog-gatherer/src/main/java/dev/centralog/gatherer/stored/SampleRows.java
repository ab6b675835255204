// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.EventSection;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader that makes events of the samples of one row of events. */
final class SampleRows {
    /** The columns of samples, which are named as those of events. */
    private static final List<EventSection> SECTIONS = List.of(
            EventSection.ARGUMENTS, EventSection.MDC, EventSection.NDC, EventSection.KEY_VALUES, EventSection.CUTS);

    private final Database database;
    private final LogEvent first;

    /**
     * Makes a reader.
     *
     * @param first the event in the row of events
     */
    SampleRows(Database database, LogEvent first) {
        this.database = database;
        this.first = first;
    }

    GatheredSample read(ResultSet row) throws SQLException {
        long number = row.getLong("n");
        return new GatheredSample(EventRows.text(row, "process_id"), number, event(row, number));
    }

    private LogEvent event(ResultSet row, long number) throws SQLException {
        LogEvent sections = EventRows.sections(row, SECTIONS);
        String template = row.getString("template");
        return new LogEvent(
                EventRows.time(row, database, sections),
                first.level(),
                first.logger(),
                new ThreadRef(row.getString("thread_name"), row.getLong("thread_id"), row.getInt("thread_priority")),
                template == null ? first.template() : template,
                sections.arguments(),
                row.getString("message"),
                thrown(row),
                first.location(),
                first.markers(),
                sections.mdc(),
                sections.ndc(),
                sections.keyValues(),
                new Origin(first.origin().app(), first.origin().environment(), "", 0),
                number,
                sections.cuts());
    }

    /** Returns the throwable of the first event with the sample's messages, and without suppressed throwables. */
    private @Nullable Thrown thrown(ResultSet row) throws SQLException {
        LogEvent.Builder messages = LogEvent.builder();
        EventWire.readSection(EventSection.ARGUMENTS, row.getString("cause_messages"), messages);
        Thrown thrown = first.thrown();
        return thrown == null
                ? null
                : withMessages(
                        thrown,
                        row.getString("thrown_message"),
                        messages.build().arguments().iterator());
    }

    private static Thrown withMessages(
            Thrown thrown, @Nullable String message, Iterator<? extends @Nullable Object> causes) {
        Thrown cause = thrown.cause();
        boolean hasCause = cause != null && causes.hasNext();
        Object causeMessage = hasCause ? causes.next() : null;
        return new Thrown(
                thrown.className(),
                message,
                null,
                thrown.frames(),
                thrown.framesOmitted(),
                cause != null && hasCause
                        ? withMessages(cause, causeMessage == null ? null : causeMessage.toString(), causes)
                        : null,
                List.of(),
                thrown.reference());
    }
}
