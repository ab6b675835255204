// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.DrainedFolder;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.StandingClock;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A session and what it works on, with batches made by hand. Thread-safety: none. */
final class SessionFixture {
    static final long NOW = 1_800_000_000;

    final DrainedFolder folder = new DrainedFolder(1 << 20);
    private final Map<Signal, DrainSource> sources = Map.of(Signal.EVENTS, folder.windows);
    private final Map<Signal, ProducerCounters> counters = Map.of(Signal.EVENTS, folder.counters);
    final Outbox outbox = new Outbox(
            new ReplayBuffer(1 << 20),
            new SpillBuffer(
                    counters, new RateLimitedStatus((severity, message, cause) -> {}, StandingClock.ZERO), null),
            Outbox.Limits.DEFAULT);
    final BatchAssembler assembler = new BatchAssembler(sources, new DropReporter(counters, new DropReporter.Encoder() {
        @Override
        public byte[] group(DropReporter.Kind kind) {
            return new byte[0];
        }

        @Override
        public byte[] payload(DropReporter.Kind kind) {
            return new byte[0];
        }
    }));
    final ProducerSession session = new ProducerSession(outbox, assembler);

    void batch(long second) {
        outbox.line(Window.second(second), new DrainedCount(new BatchLine(new byte[16], 1, new byte[0]), null, true));
        outbox.endOfWindow();
    }

    void batches(int number) {
        for (int i = 0; i < number; i++) {
            batch(NOW);
        }
    }

    void sendAll() {
        session.toSend().forEach(each -> session.onSent(each, new CompletableFuture<>()));
    }

    static BatchReply reply(BatchReply.Outcome outcome, long last) {
        return new BatchReply(outcome, NOW, last, List.of());
    }

    static BatchReply reply(BatchReply.Outcome outcome) {
        return reply(outcome, 0);
    }
}
