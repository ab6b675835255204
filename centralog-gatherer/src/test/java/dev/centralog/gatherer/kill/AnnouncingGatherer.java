// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;

/**
 * A gatherer in a process of its own that prints a line on standard output when it has stored a window or a slice and before
 * it acknowledges it: the moment to kill it. Arguments: Redis, database.
 */
final class AnnouncingGatherer {
    static final String STORED_EVENTS = "stored rows of events: ";
    static final String STORED_ACTIONS = "stored rows of actions: ";

    private AnnouncingGatherer() {}

    public static void main(String[] arguments) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, arguments[0])
                .with(ReaderSettings.LEASE, Duration.ofSeconds(1))
                .with(ReaderSettings.LATE_HOLD, Duration.ofMillis(200));
        StatusListener status = StatusListener.standardError();
        Sinks sinks = Sinks.open(new SinkTarget(arguments[1], "", "", status));
        Sinks announcing = new Sinks(
                new Announcing<>(sinks.events(), STORED_EVENTS), new Announcing<>(sinks.actions(), STORED_ACTIONS));
        try (Gatherer gatherer = Gatherer.open(config, announcing, status)) {
            gatherer.run();
        }
    }

    private record Announcing<D extends SealedDelivery>(Sink<D> sink, String announcement) implements Sink<D> {
        @Override
        public void prepare() {
            sink.prepare();
        }

        @Override
        public Stored store(D delivery) {
            Stored stored = sink.store(delivery);
            System.out.println(announcement + stored.rows());
            return stored;
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
