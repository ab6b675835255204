// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.Settings;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchNumber;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.BatchTransport;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The transport of batches to Redis: events by the script {@code apply-events}, actions by {@code apply-actions}. */
public final class RedisBatchTransport implements BatchTransport {
    /** The most that an event may be ahead of Redis's clock; beyond that it is stored under the second of its arrival. */
    private static final Duration MAX_AHEAD = Duration.ofSeconds(5);

    private static final byte[] OVERFLOW_OF_ACTIONS = RedisConnection.bytes(ReservedGroups.OVERFLOW);
    private static final byte[] NO_PROCESS = {};

    private final RedisConnection link;
    private final ScriptRunner scripts;
    private final ChosenPartition partition;
    private final Clock clock;
    private KeySpace keys;
    private Book book;
    private final byte[] maxGroups;
    private final byte[] maxAgeSeconds;
    private final byte[] maxSliceGroups;
    private final byte[] maxSamples;
    private final byte[] maxActionSamples;
    private final int sliceRing;
    private final byte[] maxAheadSeconds = RedisConnection.bytes(MAX_AHEAD.toSeconds());
    private final byte[] once = RedisConnection.bytes(1);
    private final CentralogConfig config;
    private final @Nullable RedisAccess access;
    private int reconnectsBefore;
    private boolean isStreamKnown;

    /** Makes a transport of a producer that chooses its partition anew. */
    public RedisBatchTransport(CentralogConfig config, @Nullable RedisAccess access, Clock clock) {
        this(config, access, clock, new ChosenPartition(config));
    }

    /** Makes a transport that is not connected. */
    public RedisBatchTransport(
            CentralogConfig config, @Nullable RedisAccess access, Clock clock, ChosenPartition partition) {
        OwnCopies.configure();
        ClientClasses.load();
        this.config = config;
        this.access = access;
        this.partition = partition;
        this.keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        this.link = new RedisConnection(config, access, keys.meta());
        this.scripts = new ScriptRunner(link);
        this.book = new Book(link, scripts, keys, StreamInfo.ONE);
        this.clock = clock;
        this.maxGroups = RedisConnection.bytes(config.get(Settings.MAX_GROUPS));
        this.maxAgeSeconds = RedisConnection.bytes(config.get(Settings.MAX_AGE).toSeconds());
        this.maxSliceGroups = RedisConnection.bytes(config.get(Settings.MAX_SLICE_GROUPS));
        this.maxSamples = RedisConnection.bytes(config.get(Settings.MAX_SAMPLES));
        this.maxActionSamples = RedisConnection.bytes(config.get(Settings.ACTION_SAMPLES));
        this.sliceRing = config.get(Settings.SLICE_RING);
    }

    @Override
    public void connect() {
        link.connect();
        if (!isStreamKnown) {
            StreamInfo stream = StreamInfo.require(link, keys);
            keys = new KeySpace(keys.prefix(), partition.of(stream.drawn(), stream.read()));
            book = new Book(link, scripts, keys, stream);
            isStreamKnown = true;
            link.leadTo(keys.book());
        }
    }

    @Override
    public long clockOffsetMillis() {
        long before = clock.epochMillis();
        long redis = timeMillis();
        // Redis's time may be of any moment since then. After a wait for a frozen Redis, for example, only the sure
        // part of the difference is corrected.
        return Math.max(redis - clock.epochMillis(), Math.min(redis - before, 0));
    }

    /** Returns Redis's time in milliseconds, by a script if need be: some proxies do not pass TIME on. */
    private long timeMillis() {
        if (!link.isBare()) {
            try {
                return RedisTime.millis(link.answer(link.commands().time()));
            } catch (CentralogException e) {
                if (!RedisErrors.isUnknownCommand(e)) {
                    throw e;
                }
            }
        }
        return book.ask(List.of()).redisMillis();
    }

    @Override
    public CompletionStage<BatchReply> send(Batch batch, Standing standing) {
        Window window = batch.window();
        boolean isOfActions = window.signal() == Window.Signal.ACTIONS;
        List<byte[]> keyNames =
                List.of(keys.book(), keys.open(window.signal()), keys.counts(window), keys.payloads(window));
        List<byte[]> arguments = new ArrayList<>(14 + 3 * batch.lines().size());
        BatchNumber number = batch.number();
        arguments.add(RedisConnection.bytes(standing.redisId()));
        arguments.add(Book.producer(number.producer()));
        arguments.add(RedisConnection.bytes(number.sequence()));
        arguments.add(Book.raw(number.predecessor()));
        arguments.add(Book.raw(number.token()));
        arguments.add(RedisConnection.bytes(standing.seenMillis()));
        arguments.add(RedisConnection.bytes(window));
        arguments.add(isOfActions ? maxSliceGroups : maxGroups);
        arguments.add(isOfActions ? ringSeconds(window) : maxAgeSeconds);
        arguments.add(maxAheadSeconds);
        arguments.add(isOfActions ? OVERFLOW_OF_ACTIONS : ReservedGroups.overflow(batch.process()));
        arguments.add(RedisConnection.bytes(batch.lines().size()));
        arguments.add(isOfActions ? NO_PROCESS : Book.raw(batch.process()));
        if (isOfActions) {
            arguments.add(maxActionSamples);
        } else {
            arguments.addAll(SampleArguments.of(batch, maxSamples));
        }
        batch.lines().forEach(line -> arguments.add(line.group()));
        batch.lines()
                .forEach(line -> arguments.add(line.repeats() == 1 ? once : RedisConnection.bytes(line.repeats())));
        batch.lines().forEach(line -> arguments.add(line.payload()));
        try {
            return scripts.list(isOfActions ? Scripts.APPLY_ACTIONS : Scripts.APPLY_EVENTS, keyNames, arguments)
                    .handle(RedisBatchTransport::answer);
        } catch (RuntimeException e) { // Lettuce refuses some calls at once, e.g. while disconnected
            return RedisConnection.failed(new CentralogException(RedisErrors.explain(e), e));
        }
    }

    @Override
    public List<String> warnings() {
        return link.server().policyWarnings();
    }

    @Override
    public int reconnects() {
        return link.reconnects();
    }

    @Override
    public ProducerStates ask(List<UUID> producers) {
        ProducerStates states = book.ask(producers);
        int now = link.reconnects();
        if (keys.partition() > 0 && now != reconnectsBefore) {
            seeThatItIsRead();
            reconnectsBefore = now;
        }
        return states;
    }

    /** Sees to it that gatherers read this partition: Redis may have been emptied, and no gatherer may run. */
    private void seeThatItIsRead() {
        if (!link.isOfCluster()) {
            StreamInfo.raiseRead(link, keys, keys.partition() + 1);
            return;
        }
        try (RedisConnection other = new RedisConnection(config, access, keys.meta())) {
            other.connect();
            StreamInfo.raiseRead(other, keys, keys.partition() + 1);
        }
    }

    @Override
    public ProducerStates retire(UUID producer, String redisId) {
        return book.mark(producer, redisId, "r");
    }

    @Override
    public ProducerStates end(UUID producer, String redisId) {
        return book.mark(producer, redisId, "c");
    }

    /**
     * Returns the seconds by which a slice's start may be behind Redis's time: a slice is within the ring up to its last
     * second.
     */
    private byte[] ringSeconds(Window slice) {
        return RedisConnection.bytes(sliceRing * slice.seconds() - 1);
    }

    private static BatchReply answer(@Nullable List<Object> values, @Nullable Throwable trouble) {
        if (values == null) {
            Throwable cause = trouble == null ? new IllegalStateException("no answer") : trouble;
            throw new CentralogException(RedisErrors.explain(cause), cause);
        }
        int code = Math.toIntExact(number(values, 0));
        return switch (code) {
            case 1 -> {
                List<byte[]> missing = new ArrayList<>();
                values.subList(3, values.size()).forEach(group -> missing.add((byte[]) group));
                yield BatchReply.applied(number(values, 1), number(values, 2), missing);
            }
            case 0 -> BatchReply.notNext(Book.states(values, 1));
            case -1 -> BatchReply.outOfRange(number(values, 1));
            default -> throw new CentralogException("a script returned the unknown code " + code);
        };
    }

    private static long number(List<Object> values, int index) {
        return (Long) values.get(index);
    }

    @Override
    public void close() {
        link.close();
    }
}
