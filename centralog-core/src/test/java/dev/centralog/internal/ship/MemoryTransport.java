// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.centralog.ActionTotals;
import dev.centralog.CentralogException;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.TotalsCodec;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers batches as the script {@code report} does, and goes wrong on demand. Thread-safe. */
final class MemoryTransport implements BatchTransport {
    private static final long MAX_AGE_SECONDS = 3600;
    private static final long MAX_AHEAD_SECONDS = 5;

    private final Map<String, Long> markers = new HashMap<>();
    private final Map<Window, Map<String, Long>> counts = new TreeMap<>();
    private final Map<Window, Map<String, byte[]>> payloads = new TreeMap<>();
    private final Map<String, List<ActionTotals>> totals = new TreeMap<>();
    private final List<Batch> calls = new ArrayList<>();
    private final Map<String, String> contents = new HashMap<>();
    private final List<String> grown = new ArrayList<>();
    private Supplier<Fault> faults = () -> Fault.NONE;
    private boolean away;
    private long offsetMillis;
    private boolean reconnected;
    private boolean replaced;
    private boolean closed;
    private int connects;

    /** What becomes of one call. */
    enum Fault {
        NONE,
        REQUEST_LOST,
        ANSWER_LOST,
        NEVER_ANSWERED,
        /** As if another client had been between this call and the one before it. */
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

    /** As FLUSHALL does. */
    synchronized void forgetAll() {
        replaced = true;
        markers.clear();
        counts.clear();
        payloads.clear();
    }

    /** As the end of the markers' life does. */
    synchronized void forgetProducers() {
        markers.clear();
    }

    /** What it holds now; to go back to. */
    synchronized Runnable snapshot() {
        Map<String, Long> oldMarkers = Map.copyOf(markers);
        Map<Window, Map<String, Long>> oldCounts = copy(counts);
        Map<Window, Map<String, byte[]>> oldPayloads = copy(payloads);
        return () -> {
            synchronized (this) {
                markers.clear();
                markers.putAll(oldMarkers);
                counts.clear();
                counts.putAll(copy(oldCounts));
                payloads.clear();
                payloads.putAll(copy(oldPayloads));
                reconnected = true;
            }
        };
    }

    private static <V> Map<Window, Map<String, V>> copy(Map<Window, Map<String, V>> windows) {
        Map<Window, Map<String, V>> copy = new TreeMap<>();
        windows.forEach((window, groups) -> copy.put(window, new TreeMap<>(groups)));
        return copy;
    }

    @Override
    public synchronized boolean hasReconnected() {
        return reconnected;
    }

    @Override
    public synchronized void reconnectedSeen() {
        reconnected = false;
    }

    @Override
    public synchronized ProducerPosition position(String producer) {
        return new ProducerPosition(markers.getOrDefault(producer, 0L), second());
    }

    @Override
    public synchronized boolean wasReplaced() {
        boolean was = replaced;
        replaced = false;
        return was;
    }

    @Override
    public synchronized void connect() {
        connects++;
        if (away) {
            throw new CentralogException("away");
        }
    }

    /** How often the shipper saw to it that there is a connection. */
    synchronized int connects() {
        return connects;
    }

    @Override
    public synchronized long clockOffsetMillis() {
        return offsetMillis;
    }

    @Override
    public synchronized CompletionStage<BatchReply> send(Batch batch) {
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
            case NONE -> CompletableFuture.completedFuture(apply(batch));
            case REQUEST_LOST -> CompletableFuture.failedFuture(new CentralogException("lost"));
            case ANSWER_LOST -> {
                apply(batch);
                yield CompletableFuture.failedFuture(new CentralogException("lost"));
            }
            case NEVER_ANSWERED -> new CompletableFuture<>();
            case OVERTAKEN -> CompletableFuture.completedFuture(overtaken(batch));
        };
    }

    /** What is applied already is never answered as a gap. */
    private BatchReply overtaken(Batch batch) {
        return batch.sequence() <= markers.getOrDefault(batch.producer(), 0L)
                ? apply(batch)
                : new BatchReply(Outcome.GAP, second(), Math.max(0, batch.sequence() - 2), List.of());
    }

    private BatchReply apply(Batch batch) {
        long last = markers.getOrDefault(batch.producer(), 0L);
        if (batch.sequence() <= last) {
            return new BatchReply(Outcome.APPLIED_BEFORE, second(), last, List.of());
        }
        if (batch.sequence() != last + 1) {
            return new BatchReply(Outcome.GAP, second(), last, List.of());
        }
        long start = batch.window().start();
        if (start < second() - MAX_AGE_SECONDS || start > second() + MAX_AHEAD_SECONDS) {
            return new BatchReply(Outcome.OUT_OF_RANGE, second(), 0, List.of());
        }
        Map<String, Long> counted = counts.computeIfAbsent(batch.window(), window -> new TreeMap<>());
        Map<String, byte[]> held = payloads.computeIfAbsent(batch.window(), window -> new TreeMap<>());
        List<byte[]> missing = new ArrayList<>();
        boolean isOfActions = batch.window().stream() == Signal.ACTIONS;
        for (BatchLine line : batch.lines()) {
            String group = nameOf(line.group());
            if (isOfActions) {
                if (line.payload().length > 0) {
                    totals.computeIfAbsent(group, name -> new ArrayList<>()).add(TotalsCodec.decode(line.payload()));
                }
            } else if (line.payload().length > 0) {
                held.putIfAbsent(group, line.payload());
            } else if (!counted.containsKey(group)) {
                missing.add(line.group());
            }
            counted.merge(group, line.repeats(), Long::sum);
        }
        markers.put(batch.producer(), batch.sequence());
        return new BatchReply(Outcome.APPLIED, second(), 0, missing);
    }

    private long second() {
        return Math.floorDiv(Clock.system().epochMillis() + offsetMillis, 1000);
    }

    private static String nameOf(byte[] group) {
        return new String(group, ISO_8859_1);
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

    /** Repeats of events, in all windows. */
    synchronized long events() {
        return sum(Signal.EVENTS, false);
    }

    /** Events of that second. */
    synchronized long events(long second) {
        return counts.getOrDefault(Window.second(second), Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Repeats of drop reports. */
    synchronized long drops() {
        return sum(Signal.EVENTS, true);
    }

    /** Actions, in all slices. */
    synchronized long actions() {
        return sum(Signal.ACTIONS, false);
    }

    /** How often a pair acted, in all slices. */
    synchronized long actions(String group) {
        return counts.entrySet().stream()
                .filter(window -> window.getKey().stream() == Signal.ACTIONS)
                .mapToLong(window -> window.getValue().getOrDefault(group, 0L))
                .sum();
    }

    /** How many lines of actions brought totals. */
    synchronized int linesWithTotals() {
        return totals.values().stream().mapToInt(List::size).sum();
    }

    /** What a pair's calls came to, in all slices; without the samples. */
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

    private long sum(Signal stream, boolean drops) {
        return counts.entrySet().stream()
                .filter(window -> window.getKey().stream() == stream)
                .flatMap(window -> window.getValue().entrySet().stream())
                .filter(entry -> entry.getKey().startsWith("~drop:") == drops)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Of each group of events, in all windows. */
    synchronized List<Long> repeats() {
        Map<String, Long> sums = new HashMap<>();
        counts.forEach((window, groups) -> {
            if (window.stream() == Signal.EVENTS) {
                groups.forEach((group, count) -> sums.merge(group, count, Long::sum));
            }
        });
        return List.copyOf(sums.values());
    }

    /** Pairs of group and window, drop reports among them. */
    synchronized long rows() {
        return counts.values().stream().mapToLong(Map::size).sum();
    }

    synchronized long rowsWithoutPayload() {
        return rows() - payloads.values().stream().mapToLong(Map::size).sum();
    }

    /** The starts of the windows that a group was counted in. */
    synchronized List<Long> windowsOf(String group) {
        return counts.entrySet().stream()
                .filter(window -> window.getValue().containsKey(group))
                .map(window -> window.getKey().start())
                .toList();
    }

    synchronized List<Long> windows() {
        return counts.keySet().stream().map(Window::start).toList();
    }

    synchronized List<String> groups() {
        return counts.values().stream()
                .flatMap(window -> window.keySet().stream())
                .distinct()
                .toList();
    }

    /** All calls, resent ones again. */
    synchronized List<Batch> calls() {
        return List.copyOf(calls);
    }

    /** Batches that were sent again with another content than before: there must be none. */
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
