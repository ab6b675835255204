// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;

/**
 * A gatherer in a process of its own that says on standard output when it has stored a window, before it acknowledges it:
 * the moment to kill it. Arguments: Redis, database.
 */
final class AnnouncingGatherer {
    static final String STORED = "stored rows: ";

    private AnnouncingGatherer() {}

    public static void main(String[] arguments) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, arguments[0])
                .with(ReaderSettings.LEASE, Duration.ofSeconds(1))
                .with(ReaderSettings.LATE_HOLD, Duration.ofMillis(200));
        StatusListener status = StatusListener.standardError();
        Sink sink = Sinks.open(new SinkTarget(arguments[1], "", "", status));
        try (Gatherer gatherer = Gatherer.open(config, new Announcing(sink), status)) {
            gatherer.run();
        }
    }

    private record Announcing(Sink sink) implements Sink {
        @Override
        public void prepare() {
            sink.prepare();
        }

        @Override
        public Stored store(SealedWindow window) {
            Stored stored = sink.store(window);
            System.out.println(STORED + stored.rows());
            return stored;
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
