// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.Settings;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.ship.BatchTransport;
import dev.centralog.internal.ship.ProducerPosition;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends batches to Redis: of events by the script {@code apply-events}, of actions by {@code count}. */
public final class RedisBatchTransport implements BatchTransport {
    /** A producer that is silent for longer starts again under a new id. */
    private static final Duration MARKER_LIFE = Duration.ofDays(1);

    /** Batches on disk may come late: what of them was applied before must be known as long as that. */
    private static final Duration MARKER_LIFE_OF_SPILLED = Duration.ofDays(30);

    /** An event may be ahead of Redis's clock by this much before it is stored under the second of its arrival. */
    private static final Duration MAX_AHEAD = Duration.ofSeconds(5);

    private final RedisConnection link;
    private final ScriptRunner scripts;
    private final KeySpace keys;
    private final Clock clock;
    private final byte[] markerSeconds;
    private final byte[] maxGroups;
    private final byte[] maxAgeSeconds;
    private final byte[] maxSliceGroups;
    private final byte[] maxSamples;
    private final int sliceRing;
    private final byte[] maxAheadSeconds = RedisConnection.bytes(MAX_AHEAD.toSeconds());
    private final byte[] once = RedisConnection.bytes(1);
    private @Nullable String redisId;
    private int reconnectsAsked;
    private int reconnectsSeen;

    public RedisBatchTransport(CentralogConfig config, @Nullable RedisAccess access, Clock clock) {
        this.link = new RedisConnection(config, access);
        this.scripts = new ScriptRunner(link);
        this.keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        this.clock = clock;
        boolean spills = !config.get(Settings.SPILL_DIRECTORY).isEmpty();
        this.markerSeconds = RedisConnection.bytes((spills ? MARKER_LIFE_OF_SPILLED : MARKER_LIFE).toSeconds());
        this.maxGroups = RedisConnection.bytes(config.get(Settings.MAX_GROUPS));
        this.maxAgeSeconds = RedisConnection.bytes(config.get(Settings.MAX_AGE).toSeconds());
        this.maxSliceGroups = RedisConnection.bytes(config.get(Settings.MAX_SLICE_GROUPS));
        this.maxSamples = RedisConnection.bytes(config.get(Settings.ACTION_SAMPLES));
        this.sliceRing = config.get(Settings.SLICE_RING);
    }

    @Override
    public void connect() {
        link.connect();
        if (redisId == null) {
            redisId = StreamInfo.redisId(link, keys);
        }
    }

    @Override
    public long clockOffsetMillis() {
        long before = clock.epochMillis();
        long redis = RedisTime.millis(link.answer(link.commands().time()));
        // Read at any moment since then: after a wait for a Redis that was frozen, say, only what is sure is corrected.
        return Math.max(redis - clock.epochMillis(), Math.min(redis - before, 0));
    }

    @Override
    public CompletionStage<BatchReply> send(Batch batch) {
        Window window = batch.window();
        boolean isOfActions = window.signal() == Window.Signal.ACTIONS;
        List<byte[]> keyNames = List.of(
                keys.counts(window),
                keys.payloads(window),
                keys.open(window.signal()),
                keys.marker(batch.producer()),
                keys.generation(window));
        List<byte[]> arguments = new ArrayList<>(8 + 3 * batch.lines().size());
        arguments.add(RedisConnection.bytes(window));
        arguments.add(RedisConnection.bytes(batch.sequence()));
        arguments.add(markerSeconds);
        arguments.add(isOfActions ? maxSliceGroups : maxGroups);
        arguments.add(isOfActions ? ringSeconds(window) : maxAgeSeconds);
        arguments.add(maxAheadSeconds);
        arguments.add(RedisConnection.bytes(batch.lines().size()));
        if (isOfActions) {
            arguments.add(maxSamples);
        }
        batch.lines().forEach(line -> arguments.add(line.group()));
        batch.lines()
                .forEach(line -> arguments.add(line.repeats() == 1 ? once : RedisConnection.bytes(line.repeats())));
        batch.lines().forEach(line -> arguments.add(line.payload()));
        try {
            return scripts.list(isOfActions ? Script.APPLY_ACTIONS : Script.APPLY_EVENTS, keyNames, arguments)
                    .handle(RedisBatchTransport::answer);
        } catch (RuntimeException e) { // Lettuce refuses some calls at once, e.g. while disconnected
            return RedisConnection.failed(new CentralogException(RedisErrors.explain(e), e));
        }
    }

    @Override
    public boolean hasReconnected() {
        return link.reconnects() != reconnectsSeen;
    }

    @Override
    public void reconnectedSeen() {
        reconnectsSeen = reconnectsAsked;
    }

    @Override
    public ProducerPosition position(String producer) {
        reconnectsAsked = link.reconnects(); // before it is asked: one that comes meanwhile is not seen by that
        List<byte[]> keyNames = List.of(keys.open(Window.Signal.EVENTS), keys.marker(producer));
        List<Object> answer =
                link.answer(scripts.list(Script.POSITION, keyNames, List.of()).toCompletableFuture());
        return new ProducerPosition(number(answer, 1), number(answer, 0));
    }

    @Override
    public boolean wasReplaced() {
        String before = redisId;
        byte[] now = link.answer(
                scripts.bytes(Script.IDENTITY, List.of(keys.meta()), List.of()).toCompletableFuture());
        redisId = now == null ? StreamInfo.redisId(link, keys) : new String(now, US_ASCII);
        return !redisId.equals(before);
    }

    /** A slice is within the ring up to its last second, so its start is that much and no more behind. */
    private byte[] ringSeconds(Window slice) {
        return RedisConnection.bytes(sliceRing * slice.seconds() - 1);
    }

    private static BatchReply answer(@Nullable List<Object> values, @Nullable Throwable trouble) {
        if (values == null) {
            Throwable cause = trouble == null ? new IllegalStateException("no answer") : trouble;
            throw new CentralogException(RedisErrors.explain(cause), cause);
        }
        int code = Math.toIntExact(number(values, 0));
        Outcome outcome =
                switch (code) {
                    case 1 -> Outcome.APPLIED;
                    case 0 -> Outcome.APPLIED_BEFORE;
                    case -1 -> Outcome.OUT_OF_RANGE;
                    case -2 -> Outcome.GAP;
                    default -> throw new CentralogException("a script answered " + code);
                };
        List<byte[]> missing = new ArrayList<>();
        long last = 0;
        if (outcome == Outcome.APPLIED) {
            values.subList(2, values.size()).forEach(group -> missing.add((byte[]) group));
        } else if (outcome != Outcome.OUT_OF_RANGE) {
            last = number(values, 2);
        }
        return new BatchReply(outcome, number(values, 1), last, missing);
    }

    private static long number(List<Object> values, int index) {
        return (Long) values.get(index);
    }

    @Override
    public void close() {
        link.close();
    }
}
