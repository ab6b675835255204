// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.StatusListener;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of one database, one for each stream.
 *
 * @param events the sink for windows of events
 * @param actions the sink for slices of actions
 * @param upkeep the work on the database beside storing; null for none
 * @param alerts the tables of alerts; null for none
 */
public record Sinks(
        Sink<SealedWindow> events,
        Sink<SealedSlice> actions,
        @Nullable Upkeep upkeep,
        @Nullable AlertTables alerts) implements AutoCloseable {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final Pattern WINDOWS_DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*");

    /** Makes sinks of a database that needs no work beside storing. */
    public Sinks(Sink<SealedWindow> events, Sink<SealedSlice> actions) {
        this(events, actions, null, null);
    }

    /** Makes sinks of a database of which no alerts are told. */
    public Sinks(Sink<SealedWindow> events, Sink<SealedSlice> actions, @Nullable Upkeep upkeep) {
        this(events, actions, upkeep, null);
    }

    /** Returns the JDBC URL of a database; a text without a scheme is the name of a SQLite file. */
    public static String jdbcUrl(String database) {
        boolean isFile = !SCHEME.matcher(database).matches()
                || WINDOWS_DRIVE.matcher(database).matches();
        return isFile ? "jdbc:sqlite:" + database : database;
    }

    /** Returns whether a database is a SQLite file; {@code database} is its JDBC URL, or the name of a file. */
    public static boolean isFile(String database) {
        return jdbcUrl(database.strip()).startsWith(SqliteDatabase.URL_START);
    }

    /**
     * Makes the sinks for a database, or for what a jar beside the gatherer's own stores in; does not connect yet.
     *
     * @throws dev.centralog.ConfigException if there is no sink for such a URL
     */
    public static Sinks open(SinkTarget target) {
        Sinks plugged = PluggedSinks.open(target);
        return plugged == null ? Database.of(target).sinks() : plugged;
    }

    /**
     * Checks that there is a sink for a URL; does not connect.
     *
     * @throws dev.centralog.ConfigException if there is none
     */
    public static void check(String url) {
        Sinks plugged = PluggedSinks.open(new SinkTarget(url, "", "", StatusListener.standardError()));
        if (plugged == null) {
            Database.check(url);
        } else {
            plugged.close();
        }
    }

    /** Returns whether rows can be stored at that URL, and not be read there by Centralog: it is none of a SQL database. */
    public static boolean storeOnly(String url) {
        return PluggedSinks.take(url);
    }

    /** Disconnects all. */
    @Override
    public void close() {
        events.close();
        actions.close();
        if (upkeep != null) {
            upkeep.close();
        }
        if (alerts != null) {
            alerts.close();
        }
    }
}
