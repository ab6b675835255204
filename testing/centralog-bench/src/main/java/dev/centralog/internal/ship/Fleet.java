// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.ProcessInfo;
import dev.centralog.Settings;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.redis.FleetLink;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/**
 * Many logical producers over few connections, on one thread.
 *
 * <p>Thread-safety: any thread; what returns a figure blocks.
 */
public final class Fleet implements AutoCloseable {
    private final FleetLoop loop = new FleetLoop();
    private final FleetServer server;
    private final FleetLink.Client client;
    private final List<FleetLink> links = new ArrayList<>();
    private final List<FleetProducer> producers = new ArrayList<>();

    /** The number of producers, and of the connections that they share. */
    public record Size(int producers, int connections) {}

    /** Makes that many producers over that many connections. Blocks. */
    public Fleet(CentralogConfig config, Size size, FleetServer.Costs costs, FleetWatch watch) {
        server = new FleetServer(loop, watch, costs, config.get(Settings.COMMAND_TIMEOUT));
        client = new FleetLink.Client(config);
        for (int i = 0; i < size.connections; i++) {
            links.add(client.connect());
        }
        long offsetMillis = links.get(0).clockOffsetMillis();
        FleetProducer.Shared shared =
                new FleetProducer.Shared(config, loop, server, watch, new RandomNumbers(Clock.system()));
        for (int i = 0; i < size.producers; i++) {
            ProcessInfo process = new ProcessInfo("shop", "prod", "1.4.2", "node-" + i / 20, 1 + i % 20, "shop-" + i);
            producers.add(new FleetProducer(
                    shared, process, new FleetTransport(links.get(i % size.connections), server, offsetMillis)));
        }
    }

    /** Returns the time of the producers, which the machine delays. */
    public Clock clock() {
        return loop;
    }

    public int size() {
        return producers.size();
    }

    /** Starts a producer at a time of {@link #clock}, in nanoseconds. */
    public void start(int producer, long nanos) {
        loop.execute(() -> loop.after(nanos - loop.nanos(), producers.get(producer)::start));
    }

    /** Makes a producer log an event at a time of {@link #clock}, in nanoseconds; the event is made then. */
    public void log(int producer, long nanos, IntFunction<LogEvent> event) {
        loop.execute(() ->
                loop.after(nanos - loop.nanos(), () -> producers.get(producer).log(event.apply(producer))));
    }

    /** Returns the next time of {@link #clock}, in nanoseconds, that is the beginning of a second, and not sooner than that. */
    public long beginOfSecond(Duration ahead) {
        return loop.ask(() -> {
            long millis = loop.epochMillis() + ahead.toMillis();
            return loop.nanos() + ahead.toNanos() + TimeUnit.MILLISECONDS.toNanos(1000 - Math.floorMod(millis, 1000));
        });
    }

    /** Closes all producers. */
    public void endAll() {
        producers.forEach(each -> loop.execute(each::close));
    }

    /** Notes that Redis is unavailable from now on: no reply is awaited any more, so that it may be stopped. Blocks. */
    public void lost() {
        var unused = loop.ask(() -> {
            server.setUp(false);
            producers.forEach(FleetProducer::lost);
            return producers.size();
        });
    }

    /** Notes that Redis can be connected to again: the shared connections are made anew. Blocks. */
    public void back() throws InterruptedException {
        for (FleetLink link : links) {
            while (!isAnswering(link)) {
                Thread.sleep(5);
            }
        }
        loop.execute(() -> server.setUp(true));
    }

    private static boolean isAnswering(FleetLink link) {
        try {
            link.clockOffsetMillis();
            return link.ask(List.of())
                    .toCompletableFuture()
                    .handle((states, trouble) -> trouble == null)
                    .join();
        } catch (RuntimeException ignored) {
            return false;
        }
    }

    /** Returns the number of producers that have nothing unconfirmed. */
    public long shipped() {
        return loop.ask(
                () -> producers.stream().filter(FleetProducer::isShipped).count());
    }

    /** Returns a sum over the counters of all producers. */
    public long sum(ToLongFunction<ProducerCounters> figure) {
        return producers.stream().map(FleetProducer::counters).mapToLong(figure).sum();
    }

    @Override
    public void close() {
        loop.close();
        links.forEach(FleetLink::close);
        client.close();
    }
}
