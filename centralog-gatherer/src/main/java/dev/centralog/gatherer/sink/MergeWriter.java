// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A writer of rows that may exist already, by {@link RowMerger}. It finds the rows that the database refuses by halving the
 * chunk; of such a row it stores the count, and returns the rest as a dead letter.
 */
final class MergeWriter implements RowWriter, AutoCloseable {
    static final int CHUNK_ROWS = 512;

    /** The start of the reason of a dead letter that the database has refused. */
    static final String REFUSED = "the database did not take it: ";

    private final Connection connection;
    private final Database database;
    private final RowTable table;
    private final RowMerger merger;
    private final Savepoint savepoint;
    private final Set<String> standIns = new HashSet<>();
    private final Map<List<String>, Added> added = new HashMap<>();
    private @Nullable SampleWriter samples;
    private @Nullable DeliveryKey entered;
    private Met met = Met.NOTHING;
    private long differing;
    private long came;

    MergeWriter(Connection connection, Database database, RowTable table) throws SQLException {
        this.connection = connection;
        this.database = database;
        this.table = table;
        merger = new RowMerger(connection, database, table);
        savepoint = new Savepoint(connection, database);
    }

    @Override
    public DeliveryKey enter(DeliveryKey delivery) throws SQLException {
        DeliveryKey key = delivery.enter(connection, database);
        met = key.there(connection, database);
        entered = key;
        return key;
    }

    @Override
    public List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException {
        List<UnreadablePayload> rejected = new ArrayList<>();
        new Halving<Row>(
                        savepoint::refusal,
                        this::merge,
                        (row, why) -> rejected.add(writeRejected(row, REFUSED + why.getMessage())))
                .writeAll(rows);
        return rejected;
    }

    @Override
    public List<UnreadablePayload> writeSamples(List<SampleRow> all) throws SQLException {
        if (all.isEmpty()) {
            return List.of();
        }
        SampleWriter writer = samples;
        if (writer == null) {
            writer = new SampleWriter(connection, database);
            samples = writer;
        }
        return writer.write(RowValues.madeOnAccess(all, this::placed));
    }

    /** Returns a sample with its template, if the row that it belongs to may have another one than it came with. */
    private SampleRow placed(SampleRow sample) {
        return merger.hasMet() || standIns.contains(sample.groupId()) ? sample.withTemplate() : sample;
    }

    @Override
    public @Nullable Added addedTo(List<String> names) {
        return added.get(names);
    }

    @Override
    public Met finish() throws SQLException {
        DeliveryKey delivery = entered;
        if (delivery != null && table.equals(EventRow.TABLE) && isInFullUnsure()) {
            new InFullCount(connection, database).update(delivery, null);
        }
        if (delivery != null && differing > 0) {
            long now = delivery.there(connection, database).before();
            met = new Met(met.rows(), differing, met.before(), now, came);
        }
        return met;
    }

    private boolean isInFullUnsure() {
        return merger.hasMet() || (samples != null && samples.isShort());
    }

    /** Returns the warning to report if rows met rows with other counts; call it after the commit. */
    String otherContent() {
        String what = table.words().get(1);
        return Objects.requireNonNull(entered).shown() + " was stored before with " + met.before() + " " + what
                + " and has " + met.now() + " now; the other copy had " + met.came() + " (" + met.differing()
                + " rows differ, " + kept() + "): two copies of one Redis have gone on apart, see 'Stored before with"
                + " other counts' in docs/databases.md";
    }

    private String kept() {
        return table.hasProcesses() ? "of each process the larger count is kept" : "the larger count is kept";
    }

    private void merge(List<? extends Row> rows) throws SQLException {
        RowMerger.Written written = merger.write(rows, met.rows() > 0);
        differing += written.differing();
        added.putAll(written.added());
        for (Row row : rows) {
            came += row.count();
        }
    }

    /** Writes the count of a rejected row, under placeholder names if the database refuses the row's own names. */
    private UnreadablePayload writeRejected(Row row, String reason) throws SQLException {
        List<String> names = row.names();
        Row rejected = row.rejected();
        if (savepoint.refusal(() -> merge(List.of(rejected))) == null) {
            standIns.addAll(names);
            return row.putAside(reason);
        }
        Row standIn = row.named(names.stream().map(PlaceholderName::of).toList());
        Row renamed = standIn.rejected();
        merge(List.of(renamed));
        return PlaceholderName.naming(names, standIn.putAside(reason));
    }

    @Override
    public void close() throws SQLException {
        merger.close();
        savepoint.close();
        if (samples != null) {
            samples.close();
        }
    }
}
