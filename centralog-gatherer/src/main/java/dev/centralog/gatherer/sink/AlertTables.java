// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of alerts: what was found, in which message it is told, and which of several gatherers does it. Each call is one
 * short transaction over a connection of its own, and blocks.
 *
 * <p>All times are those of the gatherers' clocks.
 *
 * <p>Thread-safety: any thread; calls wait for one another, but for {@link #close}.
 */
public final class AlertTables implements AutoCloseable {
    /** The time for which a gatherer is the one that tells, without saying so again. It is longer than one attempt to post. */
    public static final Duration LEAD = Duration.ofMinutes(1);

    /** The time for which it is remembered what was told. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final int FAMILIES_AT_ONCE = 100;
    private static final String WATCH = "webhook";
    private static final Upsert WATCHES = new Upsert(
            "alert_watch",
            List.of(text("name"), time("began_at"), text("leader"), time("leader_until")),
            List.of(text("name")),
            List.of());
    private static final Upsert ALERTS = new Upsert(
            "alerts",
            List.of(
                    text("alert_key"),
                    text("family_id"),
                    text("environment"),
                    text("kind"),
                    text("release"),
                    time("found_at"),
                    text("message_id"),
                    new Column("position", ColumnType.NUMBER),
                    text("content")),
            List.of(text("alert_key")),
            Stream.of("found_at", "position", "content", "message_id")
                    .map(each -> Upsert.Update.takes(each, "old.message_id IS NULL")) // it was never told
                    .toList());
    private static final Upsert MESSAGES = new Upsert(
            "alert_messages",
            List.of(
                    text("message_id"),
                    text("type"),
                    time("made_at"),
                    new Column("attempts", ColumnType.NUMBER),
                    time("next_attempt")),
            List.of(text("message_id")),
            List.of());

    private final Database database;
    private final BriefTransactions transactions;
    private final String time;

    AlertTables(Database database, Lock turn) {
        this.database = database;
        transactions = new BriefTransactions(database, turn);
        time = database.parameter(ColumnType.TIME);
    }

    private static Column text(String name) {
        return new Column(name, ColumnType.TEXT);
    }

    private static Column time(String name) {
        return new Column(name, ColumnType.TIME);
    }

    /**
     * The state of looking for alerts.
     *
     * @param beganAt when alerts were used first
     * @param lookedAt when was looked last; null for never
     * @param lookedUpTo the time up to which all was looked at; null for never
     */
    public record Watch(
            Instant beganAt,
            @Nullable Instant lookedAt,
            @Nullable Instant lookedUpTo) {}

    /** Something that was found before; isTold: it is in a message. */
    public record Known(AlertKey key, Instant foundAt, boolean isTold) {}

    /**
     * Something that was found.
     *
     * @param key its identity
     * @param message the id of the message in which it is told; null if it is only remembered
     * @param content what is told of it, as JSON; null if it is only remembered
     */
    public record Found(
            AlertKey key,
            @Nullable String message,
            @Nullable String content) {}

    /** A message to post, of the type {@code alert} or {@code digest}. */
    public record Message(String id, String type) {}

    /**
     * The result of a look.
     *
     * @param before when the one before it was made; null if there was none
     * @param at when it was made
     * @param upTo the time up to which all was looked at
     * @param found what was found, the most important first
     * @param messages the messages that tell it
     */
    public record Look(@Nullable Instant before, Instant at, Instant upTo, List<Found> found, List<Message> messages) {
        public Look {
            found = List.copyOf(found);
            messages = List.copyOf(messages);
        }
    }

    /**
     * A message that is to be posted now.
     *
     * @param attempts the number of attempts that have failed, or have an unknown end
     */
    public record Due(Message message, Instant madeAt, int attempts) {}

    /**
     * The alerts of a message.
     *
     * @param contents those that come first, as JSON
     * @param count the number of all
     */
    public record Contents(List<String> contents, int count) {
        public Contents {
            contents = List.copyOf(contents);
        }
    }

    /**
     * Makes a gatherer the one that tells, for the next {@link #LEAD}, unless another one is.
     *
     * @param gatherer a name that no other gatherer has
     * @return the state; null if another one tells
     * @throws SinkException if the database is unavailable
     */
    public @Nullable Watch lead(String gatherer, Instant now) {
        List<Watch> watch = transactions.of(open -> {
            insert(open, WATCHES, List.of(List.of(WATCH, now, gatherer, now.plus(LEAD))));
            if (!renew(open, gatherer, now)) {
                return List.of();
            }
            return all(
                    open,
                    "SELECT began_at, looked_at, looked_up_to FROM alert_watch WHERE name = ?",
                    List.of(WATCH),
                    row -> new Watch(
                            database.time(row, "began_at"),
                            timeOrNull(row, "looked_at"),
                            timeOrNull(row, "looked_up_to")));
        });
        return watch.isEmpty() ? null : watch.get(0);
    }

    /** Makes it so that another gatherer may tell at once. */
    public void resign(String gatherer, Instant now) {
        transactions.of(open -> update(
                open,
                "UPDATE alert_watch SET leader_until = " + time + " WHERE name = ? AND leader = ?",
                List.of(now, WATCH, gatherer)));
    }

    private boolean renew(Connection open, String gatherer, Instant now) throws SQLException {
        update(
                open,
                "UPDATE alert_watch SET leader = ?, leader_until = " + time
                        + " WHERE name = ? AND (leader = ? OR leader_until <= " + time + ")",
                List.of(gatherer, now.plus(LEAD), WATCH, gatherer, now));
        // Some databases count no row that was set to what it had.
        return !all(
                        open,
                        "SELECT name FROM alert_watch WHERE name = ? AND leader = ?",
                        List.of(WATCH, gatherer),
                        row -> row.getString("name"))
                .isEmpty();
    }

    /** Returns what was found before of families, in the last {@link #KEPT}. */
    public List<Known> known(Collection<String> families) {
        List<String> ids = List.copyOf(families);
        List<Known> known = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += FAMILIES_AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + FAMILIES_AT_ONCE));
            String release = database.quoted("release");
            String sql = "SELECT family_id, environment, kind, " + release + " AS of_release, found_at,"
                    + " message_id FROM alerts"
                    + " WHERE family_id IN (" + String.join(", ", Collections.nCopies(some.size(), "?")) + ")";
            known.addAll(transactions.of(open -> all(
                    open,
                    sql,
                    some,
                    row -> new Known(
                            new AlertKey(
                                    row.getString("family_id"),
                                    row.getString("environment"),
                                    row.getString("kind"),
                                    row.getString("of_release")),
                            database.time(row, "found_at"),
                            row.getString("message_id") != null))));
        }
        return known;
    }

    /**
     * Writes the result of a look, and forgets what is too old.
     *
     * @return false if another look was written meanwhile; then nothing is written
     */
    public boolean write(Look look) {
        return transactions.of(open -> {
            if (!isNext(open, look)) {
                return false;
            }
            forget(open, look.at.minus(KEPT));
            List<List<@Nullable Object>> messages = new ArrayList<>();
            look.messages.forEach(each -> messages.add(List.of(each.id, each.type, look.at, 0L, look.at)));
            insert(open, MESSAGES, messages);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Found each : look.found) {
                rows.add(row(each, look.at, rows.size()));
            }
            insert(open, ALERTS, rows);
            return true;
        });
    }

    /** Writes when a look was made, unless another one was made meanwhile. */
    private boolean isNext(Connection open, Look look) throws SQLException {
        List<Object> parameters = new ArrayList<>(List.of(look.at, look.upTo, WATCH));
        String same = "looked_at IS NULL";
        if (look.before != null) {
            same = "looked_at = " + time;
            parameters.add(look.before);
        }
        return update(
                        open,
                        "UPDATE alert_watch SET looked_at = " + time + ", looked_up_to = " + time
                                + " WHERE name = ? AND " + same,
                        parameters)
                > 0;
    }

    private static List<@Nullable Object> row(Found found, Instant at, long position) {
        AlertKey key = found.key;
        List<@Nullable Object> row = new ArrayList<>();
        Collections.addAll(row, key.digest(), key.family(), key.environment(), key.kind(), key.release(), at);
        row.add(found.message);
        row.add(position);
        row.add(found.content);
        return row;
    }

    private void forget(Connection open, Instant before) throws SQLException {
        update(open, "DELETE FROM alerts WHERE found_at < " + time, List.of(before));
        update(open, "DELETE FROM alert_messages WHERE made_at < " + time, List.of(before));
    }

    /** Returns the messages that are to be posted now, the one that waits longest first. */
    public List<Due> due(Instant now, int limit) {
        return transactions.of(open -> all(
                open,
                "SELECT message_id, type, made_at, attempts FROM alert_messages WHERE ended_at IS NULL AND next_attempt <= "
                        + time + " ORDER BY next_attempt, message_id LIMIT " + limit,
                List.of(now),
                row -> new Due(
                        new Message(row.getString("message_id"), row.getString("type")),
                        database.time(row, "made_at"),
                        row.getInt("attempts"))));
    }

    /** Returns the number of messages that wait to be posted, now or later. */
    public long waiting() {
        return transactions
                .of(open -> all(
                        open,
                        "SELECT count(*) AS messages FROM alert_messages WHERE ended_at IS NULL",
                        List.of(),
                        row -> row.getLong("messages")))
                .get(0);
    }

    /** Returns the alerts of a message, at most so many of them. */
    public Contents contents(String message, int limit) {
        return transactions.of(open -> {
            List<Integer> count = all(
                    open,
                    "SELECT count(*) AS alerts FROM alerts WHERE message_id = ?",
                    List.of(message),
                    row -> row.getInt("alerts"));
            return new Contents(
                    all(
                            open,
                            "SELECT content FROM alerts WHERE message_id = ? AND content IS NOT NULL ORDER BY position,"
                                    + " alert_key LIMIT " + limit,
                            List.of(message),
                            row -> row.getString("content")),
                    count.get(0));
        });
    }

    /**
     * Writes, before it is made, that an attempt to post is under way, so that a process which ends meanwhile keeps to the pause.
     *
     * @param again when the next attempt may be made if this one fails
     * @return false if another gatherer tells by now, or has told it: then it must not be posted
     */
    public boolean attempt(String gatherer, String message, Instant now, Instant again) {
        return transactions.of(open -> renew(open, gatherer, now)
                && update(
                                open,
                                "UPDATE alert_messages SET attempts = attempts + 1, next_attempt = " + time
                                        + " WHERE message_id = ? AND ended_at IS NULL",
                                List.of(again, message))
                        > 0);
    }

    /** Puts the next attempt off. */
    public void postpone(String message, Instant again) {
        transactions.of(open -> update(
                open,
                "UPDATE alert_messages SET next_attempt = " + time + " WHERE message_id = ? AND ended_at IS NULL",
                List.of(again, message)));
    }

    /** Writes that a message needs no further attempt, as it was told or is given up. */
    public void end(String message, String outcome, Instant now) {
        transactions.of(open -> update(
                open,
                "UPDATE alert_messages SET ended_at = " + time
                        + ", outcome = ? WHERE message_id = ? AND ended_at IS NULL",
                List.of(now, outcome, message)));
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> all(Connection open, String sql, List<?> parameters, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepared(open, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (row.next()) {
                all.add(reader.read(row));
            }
            return all;
        }
    }

    private int update(Connection open, String sql, List<?> parameters) throws SQLException {
        try (PreparedStatement statement = prepared(open, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(Connection open, String sql, List<?> parameters) throws SQLException {
        PreparedStatement statement = open.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            Object each = parameters.get(i);
            statement.setString(i + 1, each instanceof Instant at ? database.timeText(at) : each.toString());
        }
        return statement;
    }

    private void insert(Connection open, Upsert table, List<? extends List<? extends @Nullable Object>> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (UpsertStatement statement = new UpsertStatement(open, database, table)) {
            statement.write(rows.stream().map(row -> storable(table, row)).collect(Collectors.toList()));
        }
    }

    private static List<@Nullable Object> storable(Upsert table, List<? extends @Nullable Object> row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(table.columns().get(i).storable(row.get(i)));
        }
        return values;
    }

    private @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        return row.getString(column) == null ? null : database.time(row, column);
    }

    @Override
    public void close() {
        transactions.close();
    }
}
