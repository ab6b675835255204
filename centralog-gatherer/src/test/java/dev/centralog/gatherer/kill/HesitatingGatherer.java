// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.ActionRow;
import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Stored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * A gatherer in a process of its own that reads all of a delivery, and writes it only after a file exists: until then it can be
 * frozen. It writes slices as if they had been tried before, so that rows which exist by then don't stop it before its COMMIT.
 * Arguments: Redis, database, file.
 */
final class HesitatingGatherer {
    static final String EVENTS = "events";
    static final String ACTIONS = "actions";
    static final String HAS_READ = "has read ";
    static final String HAS_STORED = "has stored ";

    private HesitatingGatherer() {}

    public static void main(String[] arguments) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, arguments[0])
                .with(ReaderSettings.LEASE, Duration.ofSeconds(1));
        StatusListener status = StatusListener.standardError();
        Path file = Path.of(arguments[2]);
        Sinks sinks = Sinks.open(new SinkTarget(arguments[1], "", "", status));
        Sinks hesitating = new Sinks(
                new Hesitating<>(EVENTS, sinks.events(), window -> {
                    await(EVENTS, file);
                    return window;
                }),
                new Hesitating<>(
                        ACTIONS,
                        sinks.actions(),
                        slice -> new SealedSlice(
                                slice.delivery(),
                                slice.attempts() + 1,
                                () -> new AllRead(slice.rows().iterator(), file))));
        try (Gatherer gatherer = Gatherer.open(config, hesitating, status)) {
            gatherer.run();
        }
    }

    private static void await(String stream, Path file) {
        System.out.println(HAS_READ + stream);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(file));
    }

    private record Hesitating<D extends SealedDelivery>(String stream, Sink<D> sink, UnaryOperator<D> hesitate)
            implements Sink<D> {
        @Override
        public void prepare() {
            sink.prepare();
        }

        @Override
        public Stored store(D delivery) {
            Stored stored = sink.store(hesitate.apply(delivery));
            System.out.println(HAS_STORED + stream);
            return stored;
        }

        @Override
        public void close() {
            sink.close();
        }
    }

    /** An iterator that waits after the last action; there are few enough actions to be written at once after that. */
    private record AllRead(Iterator<ActionRow> all, Path file) implements Iterator<ActionRow> {
        @Override
        public boolean hasNext() {
            boolean more = all.hasNext();
            if (!more) {
                await(ACTIONS, file);
            }
            return more;
        }

        @Override
        public ActionRow next() {
            return all.next();
        }
    }
}
