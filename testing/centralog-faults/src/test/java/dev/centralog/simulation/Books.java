// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.ModelRedis.Batched;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchWatcher;
import dev.centralog.internal.wire.ReservedGroups;
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
 * The books of one producer, from its point of view: what it logged, what it drained, and what became of the batches of
 * that. {@link Audit} compares them with what is stored.
 */
final class Books implements BatchWatcher {
    final Map<Place, Long> logged = new HashMap<>();
    final Map<Place, Long> drained = new HashMap<>();
    long dropReports;

    /** The number of batches that operators know to be lost. */
    long lostAsTold;

    boolean isDead;
    private final Supplier<ModelRedis> redis;
    private final Function<Batched, Part> left;
    private final Map<Batched, Part> parts = new LinkedHashMap<>();
    private final Consumer<String> broken;
    private final boolean mayRefusedBeApplied;

    /** The window and the group in which something is counted. */
    record Place(Window window, String group) {}

    /** A batch, and what is known of it. */
    static final class Part {
        Batch batch;
        /** The window that it was made for. */
        final Window cutFor;

        /** The window of its first send by the process that made it; null if it was not sent. */
        @Nullable
        Window firstSentFor;

        /** Whether it was sent again though another Redis had confirmed it and may have handed it out. */
        boolean sentForNothing;

        /** Whether its producer no longer keeps it, since Redis confirmed it last. */
        boolean isEvicted;

        /** Whether another process made it, whose clock is not known here. */
        boolean isAdopted;

        boolean confirmed;
        long confirmedTurn;

        /** The place where Redis had counted it when it was confirmed. */
        ModelRedis.@Nullable Applied known;

        /**
         * Returns whether it was not confirmed before that turn, so that a Redis that has forgotten it may have counted it
         * earlier.
         */
        boolean isInDoubtSince(long appliedTurn) {
            return !confirmed || confirmedTurn >= appliedTurn;
        }

        /** Whether it need not be sent again: its producer was told that it is safe, and then Redis lost it for good. */
        boolean forgiven;

        /**
         * The windows that it was moved to before it was read back, because on disk it keeps its first one; and the
         * windows that it was refused for and that came into range later, where a copy may have been applied.
         */
        final Set<Window> sentFor = new HashSet<>();

        /** Returns whether it may have been counted in that window, besides the window of the last send. */
        boolean mayBeIn(Window window) {
            return sentFor.contains(window);
        }

        /** The places where earlier lives of Redis had counted it, by their numbers. */
        final Map<Integer, ModelRedis.Applied> before = new HashMap<>();

        Part(Batch batch) {
            this.batch = batch;
            this.cutFor = batch.window();
        }
    }

    /**
     * Creates the books of a producer that has logged nothing yet.
     *
     * @param redis the primary that it reaches
     * @param left takes a batch out of the books of the process that has left it on disk
     * @param broken receives each promise that was not kept
     * @param mayRefusedBeApplied whether a batch may be applied for a window that it was refused for, because Redis's
     * clock was ahead then, or because another primary has it
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
    public boolean numbered(Batch batch, List<Boolean> isReport) {
        boolean isNew = parts.putIfAbsent(new Batched(batch), new Part(batch)) == null;
        if (isNew) {
            for (int i = 0; i < isReport.size(); i++) {
                BatchLine line = batch.lines().get(i);
                if (isReport.get(i)) {
                    dropReports += ReservedGroups.isSign(line.group()) ? 0 : line.repeats();
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

    /** Notes what a life of Redis that has ended had counted. */
    void wiped(ModelRedis.State lost) {
        parts.forEach((batched, part) -> {
            ModelRedis.Applied applied = lost.applied.get(batched);
            if (applied != null) {
                part.before.put(lost.line, applied);
            }
        });
    }

    /** Notes that Redis went back to an older state. */
    void rewound() {
        for (Part part : forgottenNow()) {
            part.forgiven |= isDead;
            part.confirmed &= isDead; // in doubt again
        }
    }

    /** Notes that the producer died: nothing sends again what Redis lacks now. */
    void died() {
        isDead = true;
    }

    long logged(Signal signal) {
        return sum(logged, signal);
    }

    /** Returns how much was logged, events and actions. */
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

    /** Returns the batches that Redis has confirmed and does not have now. */
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
