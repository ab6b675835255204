// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.kill.CrashPoint;
import java.sql.SQLException;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink of a real database that notifies a listener at the points between its effects. */
public final class CrashingSink<D extends SealedDelivery> implements Sink<D> {
    private final Sink<D> sink;
    private final CrashPoint.Listener listener;

    private CrashingSink(SinkTarget target, DeliveryWriter<D> writer, CrashPoint.Listener listener) {
        sink = new JdbcSink<>(Database.of(target), new CrashingWriter<>(writer, listener));
        this.listener = listener;
    }

    /** Returns a sink for windows of events. */
    public static Sink<SealedWindow> events(SinkTarget target, CrashPoint.Listener listener) {
        return new CrashingSink<>(target, WindowWriter.of(target.traceKeys()), listener);
    }

    /** Returns a sink for slices of actions. */
    public static Sink<SealedSlice> actions(SinkTarget target, CrashPoint.Listener listener) {
        return new CrashingSink<>(target, new SliceWriter(), listener);
    }

    @Override
    public void prepare() {
        sink.prepare();
    }

    @Override
    public Stored store(D delivery) {
        listener.at(CrashPoint.BEFORE_TRANSACTION);
        Stored stored = sink.store(delivery);
        listener.at(CrashPoint.AFTER_COMMIT);
        return stored;
    }

    @Override
    public void close() {
        sink.close();
    }

    private record CrashingWriter<D extends SealedDelivery>(DeliveryWriter<D> writer, CrashPoint.Listener listener)
            implements DeliveryWriter<D> {
        @Override
        public RowTable table() {
            return writer.table();
        }

        @Override
        public void writeShared(D delivery, LazyTransaction transaction) throws SQLException {
            writer.writeShared(delivery, transaction);
            listener.at(CrashPoint.AFTER_SHARED);
        }

        @Override
        public Stored write(D delivery, RowWriter rows, ReportWriter reports) throws SQLException {
            Stored stored = writer.write(delivery, new CrashingRows(rows, listener), reports);
            listener.at(CrashPoint.BEFORE_COMMIT);
            return stored;
        }

        @Override
        public void committed() {
            writer.committed();
        }

        @Override
        public void reconnected() {
            writer.reconnected();
        }
    }

    private record CrashingRows(RowWriter writer, CrashPoint.Listener listener) implements RowWriter {
        @Override
        public List<UnreadablePayload> write(List<? extends Row> rows) throws SQLException {
            int most = rows.size() * 6 / 7; // after the first chunk of an upsert and of a COPY
            List<UnreadablePayload> rejected = writer.write(new AbstractList<Row>() {
                @Override
                public Row get(int index) {
                    if (index == most) {
                        listener.at(CrashPoint.MID_BATCH);
                    }
                    return rows.get(index);
                }

                @Override
                public int size() {
                    return rows.size();
                }
            });
            if (!rejected.isEmpty()) {
                listener.at(CrashPoint.DEAD_LETTERING);
            }
            return rejected;
        }

        @Override
        public DeliveryKey enter(DeliveryKey delivery) throws SQLException {
            return writer.enter(delivery);
        }

        @Override
        public @Nullable Added addedTo(List<String> names) {
            return writer.addedTo(names);
        }

        @Override
        public List<UnreadablePayload> writeSamples(List<SampleRow> samples) throws SQLException {
            return writer.writeSamples(samples);
        }

        @Override
        public Met finish() throws SQLException {
            return writer.finish();
        }
    }
}
