// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored, read over one connection. What it returns blocks, is closed with it, and throws
 * {@link dev.centralog.gatherer.sink.SinkException} if the database can't be read.
 *
 * <p>Thread-safety: none, but for {@link #cancel}.
 */
public final class StoredReader implements AutoCloseable {
    private final Queries queries;
    private final @Nullable Object file;

    private StoredReader(Queries queries, @Nullable Object file) {
        this.queries = queries;
        this.file = file;
    }

    /**
     * Connects to the database. Blocks.
     *
     * @throws dev.centralog.gatherer.sink.SinkException if it can't be read
     */
    public static StoredReader open(SinkTarget target) {
        Database database = Database.of(target);
        Object file = key(database.file());
        return new StoredReader(Queries.open(database), file);
    }

    /** Returns what tells a file from another one that takes its name; null if there is none. */
    private static @Nullable Object key(@Nullable Path file) {
        try {
            return file == null
                    ? null
                    : Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException ignored) {
            return null; // it is not there
        }
    }

    /** Returns the stored groups, and what belongs to them. */
    public StoredGroups groups() {
        return new StoredGroups(queries, null);
    }

    /**
     * Returns the same.
     *
     * @param longest how long the rows of a group are read, the newest first, before the others are left out
     */
    public StoredGroups groups(Duration longest) {
        return new StoredGroups(queries, longest);
    }

    /** Returns what has changed. */
    public StoredChanges changes() {
        return new StoredChanges(queries);
    }

    /** Returns the stored actions. */
    public StoredActions actions() {
        return new StoredActions(queries);
    }

    /**
     * Returns the pages of events.
     *
     * @param longest how long is searched for what no index finds, before a page ends
     */
    public EventPages events(Duration longest) {
        return new EventPages(queries, longest);
    }

    /** Returns the reader of why a query has found rows. */
    public RowMatches matches(EventQuery query) {
        return new RowMatches(queries, query);
    }

    /** Returns the samples of a row of events, in the order of their time. */
    public List<GatheredSample> samples(StoredEvent row) {
        return new StoredEvents(queries).samples(row);
    }

    /** Returns the processes that log. */
    public StoredProducers producers() {
        return new StoredProducers(queries);
    }

    /** Returns the dead letters. */
    public StoredDeadLetters deadLetters() {
        return new StoredDeadLetters(queries);
    }

    /** Returns the deliveries, in the order of storing. */
    public StoredDeliveries deliveries() {
        return new StoredDeliveries(queries);
    }

    /** Returns the counts by level. */
    public LevelCounts levels() {
        return new LevelCounts(queries);
    }

    /** Returns what there is in the database. */
    public StoredOverview overview() {
        return new StoredOverview(queries);
    }

    /** Breaks off the query that runs, if there is one; after that, all queries fail. Any thread. */
    public void cancel() {
        queries.cancel();
    }

    /** Returns whether the connection works, and is to the file that has the database's name now. Blocks for a second at most. */
    public boolean isUsable() {
        return Objects.equals(file, key(queries.database().file())) && queries.isValid();
    }

    @Override
    public void close() {
        queries.close();
    }
}
