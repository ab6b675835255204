// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.ActionTotals;
import dev.centralog.CentralogException;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.ModelRedis.Counts;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connection to the model of Redis, which goes wrong on demand. Thread-safe. */
final class MemoryTransport implements BatchTransport {
    private static final ModelRedis.Terms TERMS = new ModelRedis.Terms(Integer.MAX_VALUE, 3600, 5, 256);

    private final ModelRedis redis = new ModelRedis();
    private final Map<String, List<ActionTotals>> totals = new TreeMap<>();
    private final List<Batch> calls = new ArrayList<>();
    private final Map<String, String> contents = new HashMap<>();
    private final List<String> grown = new ArrayList<>();
    private Supplier<Fault> faults = () -> Fault.NONE;
    private boolean away;
    private long offsetMillis;
    private int reconnects;
    private boolean closed;
    private int connects;
    private int asked;

    /** The fate of one call. */
    enum Fault {
        NONE,
        REQUEST_LOST,
        ANSWER_LOST,
        NEVER_ANSWERED,
        /** A call that is treated as if another client had come between it and the one before. */
        OVERTAKEN
    }

    synchronized MemoryTransport faults(Supplier<Fault> next) {
        faults = next;
        return this;
    }

    synchronized MemoryTransport away(boolean isAway) {
        away = isAway;
        return this;
    }

    synchronized MemoryTransport clockAhead(long millis) {
        offsetMillis = millis;
        return this;
    }

    /** Removes everything, as FLUSHALL does. */
    synchronized void forgetAll() {
        redis.wipe();
    }

    /** Removes all markers, as trimming does with old ones. */
    synchronized void forgetProducers() {
        redis.state().trimmedMillis = millis();
        redis.state().markers.clear();
    }

    /** Returns a way back to what it holds now. */
    synchronized Runnable snapshot() {
        ModelRedis.State then = redis.state().copy();
        return () -> {
            synchronized (this) {
                redis.state(then.copy());
                reconnects++;
            }
        };
    }

    @Override
    public synchronized int reconnects() {
        return reconnects;
    }

    @Override
    public synchronized ProducerStates ask(List<UUID> producers) {
        asked++;
        requireThere();
        return redis.at(millis()).ask(producers);
    }

    @Override
    public synchronized ProducerStates retire(UUID producer, String redisId) {
        requireThere();
        return redis.at(millis()).retire(producer, redisId);
    }

    @Override
    public synchronized ProducerStates end(UUID producer, String redisId) {
        requireThere();
        return redis.at(millis()).end(producer, redisId);
    }

    private void requireThere() {
        if (away) {
            throw new CentralogException("away");
        }
    }

    @Override
    public synchronized void connect() {
        connects++;
        requireThere();
    }

    /** Returns how often the shipper called {@link #connect}. */
    synchronized int connects() {
        return connects;
    }

    /** Returns how often it was asked about producer ids. */
    synchronized int asked() {
        return asked;
    }

    @Override
    public synchronized long clockOffsetMillis() {
        return offsetMillis;
    }

    @Override
    public synchronized CompletionStage<BatchReply> send(Batch batch, Standing standing) {
        calls.add(batch);
        String name = batch.producer() + "#" + batch.sequence();
        String content = contentOf(batch);
        if (!contents.computeIfAbsent(name, first -> content).equals(content)) {
            grown.add(name);
        }
        if (away) {
            return CompletableFuture.failedFuture(new CentralogException("away"));
        }
        return switch (faults.get()) {
            case NONE -> CompletableFuture.completedFuture(apply(batch, standing));
            case REQUEST_LOST -> CompletableFuture.failedFuture(new CentralogException("lost"));
            case ANSWER_LOST -> {
                apply(batch, standing);
                yield CompletableFuture.failedFuture(new CentralogException("lost"));
            }
            case NEVER_ANSWERED -> new CompletableFuture<>();
            case OVERTAKEN -> CompletableFuture.completedFuture(overtaken(batch, standing));
        };
    }

    /** Replies that a batch is not next, unless it is applied already: that is never a gap. */
    private BatchReply overtaken(Batch batch, Standing standing) {
        ProducerStates states = redis.at(millis()).ask(List.of(batch.producer()));
        return batch.sequence() <= states.markers().get(0).last() ? apply(batch, standing) : BatchReply.notNext(states);
    }

    private BatchReply apply(Batch batch, Standing standing) {
        BatchReply reply = redis.at(millis()).apply(batch, standing, TERMS);
        if (reply.outcome() == Outcome.APPLIED && batch.window().signal() == Signal.ACTIONS) {
            for (BatchLine line : batch.lines()) {
                if (line.payload().length > 0) {
                    totals.computeIfAbsent(nameOf(line.group()), name -> new ArrayList<>())
                            .add(WrittenTotals.read(line.payload()));
                }
            }
        }
        return reply;
    }

    private long millis() {
        return Producers.CLOCK.epochMillis() + offsetMillis;
    }

    private static String nameOf(byte[] group) {
        return ModelRedis.name(group);
    }

    private static String contentOf(Batch batch) {
        StringBuilder content = new StringBuilder();
        batch.lines().forEach(line -> content.append(nameOf(line.group()))
                .append('=')
                .append(line.repeats())
                .append('+')
                .append(line.payload().length)
                .append(' '));
        return content.toString();
    }

    /** Returns what it has counted, in the order of time, without signs of life. */
    private Map<Window, Map<String, Long>> counts() {
        Map<Window, Map<String, Long>> counts = all();
        counts.values().forEach(each -> each.keySet().removeIf(MemoryTransport::isSign));
        counts.values().removeIf(Map::isEmpty);
        return counts;
    }

    private Map<Window, Map<String, Long>> all() {
        Map<Window, Map<String, Long>> counts = new TreeMap<>();
        redis.state().counts.forEach((window, each) -> counts.put(window, new TreeMap<>(each.repeats)));
        return counts;
    }

    private static boolean isSign(String name) {
        return ReservedGroups.isSign(name.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the signs of life that it has counted, each as its window's start, its name and its count. */
    synchronized List<String> signs() {
        List<String> signs = new ArrayList<>();
        all().forEach((window, names) -> names.forEach((name, count) -> {
            if (isSign(name)) {
                signs.add(window.start() + " " + name + " " + count);
            }
        }));
        return signs;
    }

    /** Returns the repeats of events, in all windows. */
    synchronized long events() {
        return sum(Signal.EVENTS, false);
    }

    /** Returns the repeats of events in a second. */
    synchronized long events(long second) {
        return counts().getOrDefault(Window.second(second), Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the repeats of drop reports. */
    synchronized long drops() {
        return sum(Signal.EVENTS, true);
    }

    /** Returns the number of actions, in all slices. */
    synchronized long actions() {
        return sum(Signal.ACTIONS, false);
    }

    /** Returns the number of actions of a pair, in all slices. */
    synchronized long actions(String group) {
        return counts().entrySet().stream()
                .filter(window -> window.getKey().signal() == Signal.ACTIONS)
                .mapToLong(window -> window.getValue().getOrDefault(group, 0L))
                .sum();
    }

    /** Returns the number of lines of actions that carried totals. */
    synchronized int linesWithTotals() {
        return totals.values().stream().mapToInt(List::size).sum();
    }

    /** Returns the totals of a pair's calls, in all slices; without the samples. */
    synchronized ActionTotals totals(String group) {
        ActionTotals sum = ActionTotals.NONE;
        for (ActionTotals each : totals.getOrDefault(group, List.of())) {
            sum = new ActionTotals(
                    sum.values() + each.values(),
                    of(BigDecimal::add, sum.sum(), each.sum()),
                    of(BigDecimal::min, sum.min(), each.min()),
                    of(BigDecimal::max, sum.max(), each.max()),
                    sum.rejected() + each.rejected(),
                    sum.first() == null ? each.first() : sum.first(),
                    each.last() == null ? sum.last() : each.last(),
                    List.of());
        }
        return sum;
    }

    private static @Nullable BigDecimal of(
            BinaryOperator<BigDecimal> both, @Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null ? (one == null ? other : one) : both.apply(one, other);
    }

    private long sum(Signal signal, boolean drops) {
        return counts().entrySet().stream()
                .filter(window -> window.getKey().signal() == signal)
                .flatMap(window -> window.getValue().entrySet().stream())
                .filter(entry -> entry.getKey().startsWith("~drop:") == drops)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns the repeats of each group of events, in all windows. */
    synchronized List<Long> repeats() {
        Map<String, Long> sums = new HashMap<>();
        counts().forEach((window, groups) -> {
            if (window.signal() == Signal.EVENTS) {
                groups.forEach((name, count) -> sums.merge(ModelRedis.groupOf(name), count, Long::sum));
            }
        });
        return List.copyOf(sums.values());
    }

    /** Returns the number of pairs of a group and a window, drop reports included. */
    synchronized long rows() {
        return counts().values().stream().mapToLong(Map::size).sum();
    }

    /** Returns the number of pairs of a group of events and a window whose payload never came. */
    synchronized long rowsWithoutPayload() {
        return redis.state().counts.entrySet().stream()
                .filter(window -> window.getKey().signal() == Signal.EVENTS)
                .mapToLong(window -> rowsWithoutPayload(window.getValue()))
                .sum();
    }

    private static long rowsWithoutPayload(Counts counts) {
        return counts.repeats.keySet().stream()
                .filter(name -> !counts.payloads.containsKey(ModelRedis.groupOf(name)))
                .count();
    }

    /** Returns the starts of the windows that a group was counted in. */
    synchronized List<Long> windowsOf(String group) {
        return counts().entrySet().stream()
                .filter(window -> window.getValue().containsKey(group))
                .map(window -> window.getKey().start())
                .toList();
    }

    synchronized List<Long> windows() {
        return counts().keySet().stream().map(Window::start).toList();
    }

    synchronized List<String> groups() {
        return counts().values().stream()
                .flatMap(window -> window.keySet().stream())
                .map(ModelRedis::groupOf)
                .distinct()
                .toList();
    }

    /** Returns all calls; a batch that was sent again is in it again. */
    synchronized List<Batch> calls() {
        return List.copyOf(calls);
    }

    /** Returns the batches that were sent again with another content than before: there must be none. */
    synchronized List<String> grown() {
        return List.copyOf(grown);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
