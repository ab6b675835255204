// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.DrainedFolder;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.spill.DiskQueue;
import dev.centralog.internal.spill.ModelDisk;
import dev.centralog.internal.spill.SpillListener;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.StandingClock;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session over the model of Redis, with its parts, and with batches made by hand. Thread-safety: none. */
final class SessionFixture {
    static final long NOW = 1_800_000_000;
    private static final ModelRedis.Terms TERMS = new ModelRedis.Terms(Integer.MAX_VALUE, 3600, 5, 256);

    final DrainedFolder folder = new DrainedFolder(1 << 20);
    final List<String> told = new ArrayList<>();
    private final Map<Signal, DrainSource> sources = Map.of(Signal.EVENTS, folder.windows);
    private final Map<Signal, ProducerCounters> counters = Map.of(Signal.EVENTS, folder.counters);
    private final long[] drawn;
    final ModelRedis redis;
    final Outbox outbox;
    final BatchAssembler assembler = new BatchAssembler(
            sources,
            new DropReporter(
                    counters,
                    new DropReporter.Encoder() {
                        @Override
                        public byte[] group(DropReporter.Kind kind) {
                            return new byte[0];
                        }

                        @Override
                        public byte[] payload(DropReporter.Kind kind) {
                            return new byte[0];
                        }
                    },
                    new OwnReports(() -> false, Producers.CLOCK)),
            new LifeSigns(new Numbering(() -> 1, true, null), () -> new byte[0], () -> false, Producers.CLOCK));
    final ProducerSession session;

    SessionFixture() {
        this(new ModelRedis().at(1000 * NOW), 0, 1 << 20);
    }

    /** Returns the session of a producer that spills. */
    static SessionFixture spilling(ModelDisk disk) {
        return new SessionFixture(
                new ModelRedis().at(1000 * NOW), 0, 1 << 20, told -> disk.open(new ModelDisk.Faults() {}));
    }

    /** Creates a session that draws the same numbers as another one, as far as that has come, if both begin with the same. */
    SessionFixture(ModelRedis redis, long firstNumber, long replayBytes) {
        this(redis, firstNumber, replayBytes, null);
    }

    private SessionFixture(
            ModelRedis redis, long firstNumber, long replayBytes, @Nullable Function<SpillListener, DiskQueue> spill) {
        this.redis = redis;
        drawn = new long[] {firstNumber};
        outbox = new Outbox(
                new ReplayBuffer(replayBytes, StandingClock.ZERO),
                new SpillBuffer(
                        counters, new RateLimitedStatus((severity, message, cause) -> {}, StandingClock.ZERO), spill),
                Outbox.Limits.DEFAULT,
                new Numbering(() -> ++drawn[0], true, null));
        session = new ProducerSession(outbox, assembler, StandingClock.ZERO, (kind, message) -> told.add(message));
    }

    /** Makes it draw other numbers from now on, as a clone of a process does. */
    void drawFrom(long number) {
        drawn[0] = number;
    }

    UUID producer() {
        return Objects.requireNonNull(outbox.ownOrNull()).id();
    }

    void batch(long second) {
        outbox.line(Window.second(second), new DrainedCount(new BatchLine(new byte[16], 1, new byte[0]), null, true));
        outbox.endOfWindow();
    }

    void batches(int number) {
        for (int i = 0; i < number; i++) {
            batch(NOW);
        }
    }

    /** Sends all batches, without ever a reply. */
    void sendAll() {
        settle();
        session.toSend().forEach(each -> session.onSent(each, new CompletableFuture<>()));
    }

    /** Asks and retires what the session wants. */
    void settle() {
        session.onDrained();
        while (true) {
            Chain chain = session.toRetire();
            if (chain != null) {
                session.onRetired(redis.retire(chain.id(), chain.standing().redisId()));
            } else if (!session.toAsk().isEmpty()) {
                List<UUID> asked = session.toAsk();
                session.onStates(asked, redis.ask(asked));
            } else {
                return;
            }
        }
    }

    /** Asks about all ids, as after a new connection. */
    void verify() {
        session.askAboutAll();
        settle();
    }

    BatchReply apply(PendingBatch batch) {
        return apply(batch.batch(), session.standing(batch));
    }

    BatchReply apply(Batch batch, Standing standing) {
        return redis.apply(batch, standing, TERMS);
    }

    /** Ships all waiting batches, as often as need be. */
    void ship() {
        for (int round = 0; round < 50 && !outbox.isEmpty(); round++) {
            outbox.readBack();
            settle();
            for (PendingBatch each : session.toSend()) {
                session.onSent(each, CompletableFuture.completedFuture(apply(each)));
            }
            while (!outbox.isMemoryEmpty()
                    && outbox.first().isUnderWay()
                    && session.onReply(session.firstReply().join()) == ProducerSession.NextStep.GO_ON) {
                // go on with the next reply
            }
        }
        if (!outbox.isEmpty()) {
            throw new AssertionError("not shipped: " + outbox.first().batch().number());
        }
    }

    /** Returns the number of events that the model has counted, in all windows. */
    long counted() {
        return redis.state().counts.values().stream()
                .flatMap(each -> each.repeats.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
