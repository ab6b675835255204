// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.DeliveryGoneException;
import dev.centralog.gather.DeliverySource;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gatherer.sink.ActionRow;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Slices;
import dev.centralog.gatherer.sink.Stored;
import dev.centralog.gatherer.sink.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of the loop over slices, which are read while they are stored. */
class SliceLoopTest {
    private final Deque<Slice> due = new ArrayDeque<>();
    private final List<String> said = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();
    private final Deque<SinkException.Kind> sinkFailures = new ArrayDeque<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final StatusListener status = (severity, message, cause) -> said.add(severity + " " + message);
    private final GatherLoop<ActionSlice, SealedSlice> loop = new GatherLoop<>(
            new Pipeline<>(
                    draining -> new FakeSource(),
                    Pipeline::readSlice,
                    "slices",
                    slice -> "slice",
                    ActionSlice::sliceStart,
                    new CountingSink(),
                    false),
            status,
            new Outages(status, () -> 0),
            stop);

    private static final class Slice implements ActionSlice {
        private final @Nullable CentralogException failure;
        private int read;
        private boolean acknowledged;
        private boolean released;

        Slice(@Nullable CentralogException failure) {
            this.failure = failure;
        }

        @Override
        public Instant sliceStart() {
            return Slices.START;
        }

        @Override
        public Duration sliceLength() {
            return Slices.LENGTH;
        }

        @Override
        public String delivery() {
            return Windows.FIRST;
        }

        @Override
        public int attempts() {
            return 1;
        }

        @Override
        public Iterator<GatheredAction> iterator() {
            read++;
            Iterator<GatheredAction> all = List.of(Slices.action("bob", "view", 2), Slices.action("eve", "view", 3))
                    .iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    boolean more = all.hasNext();
                    if (!more && failure != null) {
                        throw failure;
                    }
                    return more;
                }

                @Override
                public GatheredAction next() {
                    return all.next();
                }
            };
        }

        @Override
        public boolean acknowledge() {
            acknowledged = true;
            return true;
        }

        @Override
        public void release() {
            released = true;
        }
    }

    private final class FakeSource implements DeliverySource<ActionSlice> {
        @Override
        public @Nullable ActionSlice claim(Duration wait) {
            ActionSlice next = due.poll();
            if (due.isEmpty()) {
                stop.countDown();
            }
            return next;
        }

        @Override
        public Backlog backlog() {
            return new Backlog(Set.of(), Set.of());
        }

        @Override
        public List<ReadProgress> progress() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<OpenSlice> openSlices() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private final class CountingSink implements Sink<SealedSlice> {
        @Override
        public void prepare() {}

        @Override
        public Stored store(SealedSlice slice) {
            attempts.add(slice.attempts());
            long rows = 0;
            long count = 0;
            for (ActionRow row : slice.rows()) {
                rows++;
                count += row.count();
            }
            SinkException.Kind failure = sinkFailures.poll();
            if (failure != null) {
                throw new SinkException(failure, "the database is " + failure);
            }
            return new Stored(rows, count, 0, 0, Map.of(), Map.of());
        }

        @Override
        public void close() {}
    }

    @Test
    void run_sliceDue_isStoredThenAcknowledged() throws Exception {
        Slice slice = new Slice(null);
        due.add(slice);

        loop.run();

        assertThat(slice.acknowledged).isTrue();
        assertThat(slice.released).isFalse();
        assertThat(loop.stats())
                .returns(1L, StreamStats::claimed)
                .returns(1L, StreamStats::read)
                .returns(1L, StreamStats::windows)
                .returns(new Stored(2, 5, 0, 0, Map.of(), Map.of()), StreamStats::stored);
    }

    @Test
    void run_redisFailsWhileASliceIsStored_leavesItAndGoesOnWithTheNext() throws Exception {
        Slice broken = new Slice(new CentralogException("Redis is away"));
        Slice next = new Slice(null);
        due.addAll(List.of(broken, next));

        loop.run();

        assertThat(broken.acknowledged).isFalse();
        assertThat(broken.released).isTrue();
        assertThat(attempts).containsExactly(1, 1);
        assertThat(said).containsExactly("WARN can't read the slice");
        assertThat(next.acknowledged).isTrue();
        assertThat(loop.stats().windows()).isEqualTo(1);
    }

    @Test
    void run_sliceGoneWhileItIsStored_isLeftWithoutAWord() throws Exception {
        Slice gone = new Slice(new DeliveryGoneException("gone"));
        due.add(gone);

        loop.run();

        assertThat(gone.acknowledged).isFalse();
        assertThat(gone.released).isTrue();
        assertThat(said).isEmpty();
        assertThat(loop.stats())
                .returns(1L, StreamStats::claimed)
                .returns(0L, StreamStats::read)
                .returns(Stored.NOTHING, StreamStats::stored);
    }

    @Test
    void run_databaseAway_readsTheSliceAgain() throws Exception {
        Slice slice = new Slice(null);
        due.addAll(List.of(slice, new Slice(null)));
        sinkFailures.add(SinkException.Kind.AWAY);

        loop.run();

        assertThat(slice.read).isEqualTo(2);
        assertThat(attempts).containsExactly(1, 2, 1);
        assertThat(slice.acknowledged).isTrue();
    }
}
