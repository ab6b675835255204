// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.ModelRedis.Batched;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchWatcher;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one producer logged, what it took out of its fold, and what became of the batches that it put that into: as the
 * producer sees it. {@link Audit} compares it with what is stored.
 */
final class Books implements BatchWatcher {
    final Map<Place, Long> logged = new HashMap<>();
    final Map<Place, Long> drained = new HashMap<>();
    long dropReports;

    /** How many batches operators know to be lost. */
    long lostAsTold;

    boolean isDead;
    private final Supplier<ModelRedis> redis;
    private final Function<Batched, Part> left;
    private final Map<Batched, Part> parts = new LinkedHashMap<>();
    private final Consumer<String> broken;
    private final boolean mayRefusedBeApplied;

    /** Where something is counted. */
    record Place(Window window, String group) {}

    /** A batch, and what is known of it. */
    static final class Part {
        Batch batch;
        /** What it was cut for. */
        final Window cutFor;

        /** What it was sent for the first time, by the process that had cut it; null if it was not. */
        @Nullable
        Window firstSentFor;

        /** Sent once more, though another Redis had confirmed it and may have handed it on. */
        boolean sentForNothing;

        /** Not kept any more by its producer, since Redis confirmed it last. */
        boolean isEvicted;

        /** Whether another process had cut it, whose clock is not known here. */
        boolean isAdopted;

        boolean confirmed;
        long confirmedTurn;

        /** What its producer was told of, then. */
        ModelRedis.@Nullable Applied known;

        /** Whether it may have been counted before, by a Redis that has forgotten that: nobody was told that it was. */
        boolean isInDoubtSince(long appliedTurn) {
            return !confirmed || confirmedTurn >= appliedTurn;
        }

        /** Nobody has to send it again: its producer was told that it is safe, then Redis lost it for good. */
        boolean forgiven;

        /**
         * The windows that it had moved to before it was read back, as on disk it keeps its first one; and those that it was
         * refused for which came into reach later, where a copy may have run.
         */
        final Set<Window> sentFor = new HashSet<>();

        /** Returns whether it may have been counted there, beside the window of the last time. */
        boolean mayBeIn(Window window) {
            return sentFor.contains(window);
        }

        /** Where it was counted by Redis's that are no more, by their numbers. */
        final Map<Integer, ModelRedis.Applied> before = new HashMap<>();

        Part(Batch batch) {
            this.batch = batch;
            this.cutFor = batch.window();
        }
    }

    /**
     * Books of a producer that has logged nothing yet.
     *
     * @param redis the primary that it reaches
     * @param left takes a batch out of the books of the process that has left it on disk
     * @param broken takes each promise that was not kept
     * @param mayRefusedBeApplied whether a batch may be applied for a window that it was refused for, as Redis's clock was ahead then,
     *     or as another primary has it
     */
    Books(
            Supplier<ModelRedis> redis,
            Function<Batched, Part> left,
            Consumer<String> broken,
            boolean mayRefusedBeApplied) {
        this.mayRefusedBeApplied = mayRefusedBeApplied;
        this.redis = redis;
        this.broken = broken;
        this.left = left;
    }

    Collection<Part> parts() {
        return parts.values();
    }

    @Nullable
    Part remove(Batched batched) {
        return parts.remove(batched);
    }

    void logged(Window window, String group) {
        logged.merge(new Place(window, group), 1L, Long::sum);
    }

    private Part part(Batch batch) {
        return Objects.requireNonNull(parts.get(new Batched(batch)));
    }

    @Override
    public boolean numbered(Batch batch, List<Boolean> isDropReport) {
        boolean isNew = parts.putIfAbsent(new Batched(batch), new Part(batch)) == null;
        if (isNew) {
            for (int i = 0; i < isDropReport.size(); i++) {
                BatchLine line = batch.lines().get(i);
                if (isDropReport.get(i)) {
                    dropReports += line.repeats();
                } else {
                    drained(batch.window(), line, line.repeats());
                }
            }
        }
        return isNew;
    }

    private void drained(Window window, BatchLine line, long repeats) {
        drained.merge(new Place(window, ModelRedis.name(line.group())), repeats, Long::sum);
    }

    @Override
    public void readBack(Batch batch, boolean isOwn) {
        if (!isOwn && !parts.containsKey(new Batched(batch))) {
            Part adopted = left.apply(new Batched(batch));
            adopted.isAdopted = true;
            parts.put(new Batched(batch), adopted);
        }
        Part part = part(batch);
        part.sentFor.add(part.batch.window());
        part.batch = batch;
    }

    @Override
    public void toldLost(long batches) {
        lostAsTold += batches;
    }

    @Override
    public void broken(String promise) {
        broken.accept(promise);
    }

    @Override
    public void grown(Batch before, Batch after) {
        Part part = Objects.requireNonNull(parts.remove(new Batched(before)));
        for (int i = 0; i < after.lines().size(); i++) {
            long more = after.lines().get(i).repeats() - before.lines().get(i).repeats();
            drained(after.window(), after.lines().get(i), more);
        }
        part.batch = after;
        parts.put(new Batched(after), part);
    }

    @Override
    public void sent(Batch batch) {
        Part part = part(batch);
        part.batch = batch;
        part.firstSentFor = part.firstSentFor == null && !part.isAdopted ? batch.window() : part.firstSentFor;
        part.sentForNothing |= part.confirmed && !part.before.isEmpty();
    }

    @Override
    public void moved(Batch before, Batch after) {
        Part part = part(before);
        part.batch = after;
        if (before.window().start() > after.window().start() || mayRefusedBeApplied) {
            part.sentFor.add(before.window());
        }
    }

    @Override
    public void confirmed(Batch batch) {
        Part part = part(batch);
        if (!part.confirmed) {
            part.confirmed = true;
            part.confirmedTurn = redis.get().turn();
            part.known = redis.get().state().applied.get(new Batched(batch));
        }
        part.isEvicted = false;
    }

    @Override
    public void evicted(Batch batch) {
        Part part = parts.get(new Batched(batch));
        if (part != null) {
            part.isEvicted = redis.get().everApplied.contains(new Batched(batch));
        }
    }

    /** This Redis is no more. */
    void wiped(ModelRedis.State lost) {
        parts.forEach((batched, part) -> {
            ModelRedis.Applied applied = lost.applied.get(batched);
            if (applied != null) {
                part.before.put(lost.line, applied);
            }
        });
    }

    /** Redis went back to an older state. */
    void rewound() {
        for (Part part : forgottenNow()) {
            part.forgiven |= isDead;
            part.confirmed &= isDead; // in doubt again
        }
    }

    /** What is not in Redis now, and nobody is there to send it again. */
    void died() {
        isDead = true;
    }

    long logged(Signal signal) {
        return sum(logged, signal);
    }

    /** All that was logged, of both streams. */
    long loggedInAll() {
        return logged(Signal.EVENTS) + logged(Signal.ACTIONS);
    }

    long drained(Signal signal) {
        return sum(drained, signal);
    }

    private static long sum(Map<Place, Long> counts, Signal signal) {
        long sum = 0;
        for (Map.Entry<Place, Long> each : counts.entrySet()) {
            sum += each.getKey().window().signal() == signal ? each.getValue() : 0;
        }
        return sum;
    }

    /** Batches that Redis has confirmed and does not have now. */
    List<Part> forgottenNow() {
        List<Part> all = new ArrayList<>();
        parts.forEach((batched, part) -> {
            ModelRedis.Applied applied = redis.get().state().applied.get(batched);
            if (part.confirmed && (applied == null || !applied.equals(part.known))) {
                all.add(part);
            }
        });
        return all;
    }
}
