// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import dev.centralog.Setting;
import dev.centralog.Setting.Range;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.sink.TraceKeys;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The settings of the daemon and of the other commands. */
public final class GathererSettings {
    public static final Setting<String> DATABASE = Setting.text(
            "database",
            "centralog.db",
            "Where events and actions are stored: the name of a SQLite file, jdbc:sqlite:file,"
                    + " jdbc:postgresql://host[:port]/database, or jdbc:mariadb://host[:port]/database (jdbc:mysql: for"
                    + " MySQL).");
    public static final Setting<String> DATABASE_USER =
            Setting.text("databaseUser", "", "The database's user, if the URL does not name it.");
    public static final Setting<String> DATABASE_PASSWORD =
            Setting.secret("databasePassword", "The password of the database's user.");
    public static final Setting<Duration> GIVE_UP_AFTER = Setting.duration(
            "giveUpAfter",
            "30s",
            new Range("0s", "1d"),
            "With --once: how long to wait for an unavailable Redis or database before ending with exit code 69,"
                    + " and how long to wait for open slices of actions; those that are due later stay open. The daemon never"
                    + " gives up.");
    public static final Setting<Boolean> ACTIONS =
            Setting.flag("actions", true, "Whether actions are gathered besides events.");
    public static final Setting<Duration> STOP_TIMEOUT = Setting.duration(
            "stopTimeout",
            "25s",
            new Range("0s", "1d"),
            "How long stopping waits at most for the database to store what is under way. After that, the process"
                    + " ends with exit code 75, and what it held waits in Redis until its lease ends.");

    public static final Setting<Duration> REPORT_INTERVAL = Setting.duration(
            "reportInterval",
            "1m",
            new Range("0s", "1d"),
            "How often the daemon logs what it has stored since the last time, how far behind it is and what waits"
                    + " in Redis, while there is work; 0: never.");

    public static final Setting<Duration> KEEP_EVENTS = Setting.duration(
            "keepEvents",
            "30d",
            new Range("0s", "36500d"),
            "How long events are kept, with what belongs to them. The daemon deletes what is of before and was stored at least"
                    + " a day ago; 0s: nothing.");
    public static final Setting<Duration> KEEP_ACTIONS =
            Setting.duration("keepActions", "400d", new Range("0s", "36500d"), "The same for actions.");
    public static final Setting<Duration> KEEP_ROLL_UPS = Setting.duration(
            "keepRollUps",
            "400d",
            new Range("0s", "36500d"),
            "How long sums by hour are kept, and sums by minute at most 35 days of that; 0s: both for ever.");
    public static final Setting<Long> MAX_DATABASE_BYTES = Setting.size(
            "maxDatabaseBytes",
            "0",
            new Range("0", "1048576GiB"),
            "How large a SQLite database may become: if it uses more, the daemon deletes its oldest days, of events and"
                    + " actions, and says so; 0: no limit. Other databases have none.");

    public static final Setting<List<String>> TRACE_ID_KEYS = Setting.list(
            "traceIdKeys",
            String.join(",", TraceKeys.DEFAULT.traceIds()),
            "The MDC keys that a trace id may have. The value of the first that is not blank is also stored in the column"
                    + " trace_id, which is indexed and takes 128 characters; empty: none.");
    public static final Setting<List<String>> SPAN_ID_KEYS = Setting.list(
            "spanIdKeys",
            String.join(",", TraceKeys.DEFAULT.spanIds()),
            "The same for span ids and the column span_id, which is not indexed.");

    /** The database's own settings, which the commands that read it take. */
    public static final List<Setting<?>> OF_DATABASE = List.of(DATABASE, DATABASE_USER, DATABASE_PASSWORD);

    /** The settings that storing a dead letter again takes. */
    public static final List<Setting<?>> OF_REPLAY = Stream.concat(
                    OF_DATABASE.stream(), Stream.of(TRACE_ID_KEYS, SPAN_ID_KEYS))
            .toList();

    /** The settings that the gatherer takes beside {@link ReaderSettings#ALL}, in the order of docs/configuration.md. */
    public static final List<Setting<?>> OWN = Stream.concat(
                    OF_DATABASE.stream(),
                    Stream.of(
                            GIVE_UP_AFTER,
                            ACTIONS,
                            STOP_TIMEOUT,
                            REPORT_INTERVAL,
                            KEEP_EVENTS,
                            KEEP_ACTIONS,
                            KEEP_ROLL_UPS,
                            MAX_DATABASE_BYTES,
                            TRACE_ID_KEYS,
                            SPAN_ID_KEYS))
            .toList();

    /** All settings that the gatherer takes. */
    public static final List<Setting<?>> ALL =
            Stream.concat(OWN.stream(), ReaderSettings.ALL.stream()).toList();

    private GathererSettings() {}
}
