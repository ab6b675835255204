// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * The batches, in the order in which they are sent:
 *
 *   early        those that Redis had confirmed and has lost, then those that were read back from disk
 *   spillBuffer  the others on disk
 *   batches      those that were drained last
 *
 * While there are batches on disk that were not read back, nothing is drained into memory: it would have to wait for them.
 */

/**
 * The numbered batches that Redis has not confirmed, in order, and the numbering.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Outbox implements DrainSource.Sink {
    private final Limits limits;
    private final Deque<PendingBatch> early = new ArrayDeque<>();
    private final SpillBuffer spillBuffer;
    private final Deque<PendingBatch> batches = new ArrayDeque<>();
    private final ReplayBuffer confirmed;
    private final Numbering numbering;
    private final List<DrainedCount> lines;
    private final Map<UUID, Chain> chains = new LinkedHashMap<>();

    /**
     * The batches that Redis is known to have under another id, and that may still be on disk: their numbers by their tokens.
     */
    private final Map<Long, BatchNumber> appliedElsewhere = new HashMap<>();

    private HostClock hostClock = HostClock.RIGHT;
    private @Nullable Window window;
    private int contentBytes;
    private int samples;

    /**
     * The limits of a batch, and of the batches under way.
     *
     * @param batches the most batches under way, besides one that was begun by then; what waits beyond them goes on folding
     * @param lines the most lines of a batch
     * @param contentBytes the size of its payloads and samples at which a batch is closed
     */
    record Limits(int batches, int lines, int contentBytes) {
        static final Limits DEFAULT = new Limits(Marker.TOKENS, Batch.MAX_LINES, Batch.MAX_PAYLOAD_BYTES);

        /** Returns the number of bytes that are read back at a time; a single batch may have more. */
        int readBytes() {
            return 2 * contentBytes;
        }
    }

    Outbox(ReplayBuffer confirmed, SpillBuffer spillBuffer, Limits limits, Numbering numbering) {
        this.confirmed = confirmed;
        this.spillBuffer = spillBuffer;
        this.limits = limits;
        this.numbering = numbering;
        this.lines = new ArrayList<>(limits.lines); // so that adding one can't fail
    }

    ReplayBuffer confirmed() {
        return confirmed;
    }

    Numbering numbering() {
        return numbering;
    }

    /**
     * Returns this process's own chain. Its id is drawn when it is first needed, as the first random number of a process
     * takes long.
     */
    private Chain own() {
        Chain there = numbering.own;
        if (there == null) {
            UUID id = new UUID(numbering.random.getAsLong(), numbering.random.getAsLong());
            there = new Chain(id, Chain.Owner.THIS_PROCESS, Standing.NONE);
            numbering.own = there;
            chains.put(id, there);
        }
        return there;
    }

    boolean isOwn(Chain chain) {
        return chain == numbering.own;
    }

    /** Returns the chain in which new batches are numbered; null before the first one is. */
    @Nullable
    Chain ownOrNull() {
        return numbering.own;
    }

    /** Makes the next batch begin another chain. */
    void giveUpOwn() {
        numbering.own = null;
        numbering.next = 1;
        numbering.lastToken = 0;
    }

    /**
     * Sets the correction of callers' clocks, and corrects the batches in memory that they had counted before: these are not
     * sent yet, so they may move.
     */
    void correctClock(HostClock host) {
        hostClock = host;
        inMemory().forEach(each -> each.correct(host));
    }

    @Override
    public boolean wantsMore() {
        return waiting() < limits.batches && !spillBuffer.hasUnread();
    }

    /** Returns the batches that are sent before all others: those that Redis has lost, and those that were read back. */
    List<PendingBatch> early() {
        return List.copyOf(early);
    }

    /** Returns the number of unconfirmed batches in memory. */
    int waiting() {
        return early.size() + batches.size();
    }

    private boolean isBatchFull() {
        return lines.size() == limits.lines || contentBytes >= limits.contentBytes || samples >= Batch.MAX_SAMPLES;
    }

    /** Adds a line. If it throws, for want of memory, it has not taken the line. */
    @Override
    public void line(Window ofWindow, DrainedCount count) {
        if (isBatchFull()) {
            endOfWindow();
        }
        window = ofWindow;
        contentBytes += count.line().contentBytes();
        samples += count.line().samples().kept();
        lines.add(count);
    }

    /** Numbers the lines taken so far as a batch. If it throws, it has changed nothing. */
    @Override
    public void endOfWindow() {
        if (lines.isEmpty() || window == null) {
            return;
        }
        List<DrainedCount> counts = List.copyOf(lines);
        long token = numbering.random.getAsLong();
        BatchNumber number = new BatchNumber(own().id(), numbering.next, numbering.lastToken, token);
        Batch batch = new Batch(
                number,
                numbering.sender(),
                window,
                counts.stream().map(DrainedCount::line).toList());
        batches.add(PendingBatch.of(batch, counts));
        numbering.next++;
        numbering.lastToken = token;
        lines.clear();
        contentBytes = 0;
        samples = 0;
    }

    boolean isEmpty() {
        return early.isEmpty() && batches.isEmpty() && lines.isEmpty() && spillBuffer.isEmpty();
    }

    /** Whether no batch is here, except those of signs of life alone, in memory. */
    boolean isEmptyButForSigns() {
        return lines.isEmpty()
                && spillBuffer.isEmpty()
                && inMemory().allMatch(each -> each.batch().isOfSignsAlone());
    }

    /** Whether no batch is in memory alone, except those whose counts were confirmed before. */
    boolean isSecured() {
        return batches.isEmpty();
    }

    /** Returns the number of batches under way. */
    int underWay() {
        return Math.toIntExact(inMemory().filter(PendingBatch::isUnderWay).count());
    }

    private Stream<PendingBatch> inMemory() {
        return Stream.concat(early.stream(), batches.stream());
    }

    /** Returns all batches that are in memory alone, except those that were confirmed before. */
    List<PendingBatch> unsecured() {
        return List.copyOf(batches);
    }

    /** Reads batches back from disk, as many as may be under way; returns whether more are left. */
    boolean readBack() {
        long bytes = 0;
        for (PendingBatch each : early) {
            bytes += each.contentBytes();
        }
        while (early.size() < limits.batches && (early.isEmpty() || bytes < limits.readBytes())) {
            SpillBuffer.ReadBack next = spillBuffer.next();
            if (next == null) {
                return false;
            }
            next.batch().correct(hostClock);
            early.add(next.batch());
            bytes += next.batch().contentBytes();
            isReadBack(next);
        }
        return spillBuffer.hasUnread();
    }

    private void isReadBack(SpillBuffer.ReadBack found) {
        PendingBatch batch = found.batch();
        Chain chain = chains.get(batch.producer());
        if (chain == null) {
            chain = new Chain(
                    batch.producer(),
                    batch.origin() == PendingBatch.BatchLocation.DISK ? Chain.Owner.THIS_PROCESS : Chain.Owner.ANOTHER,
                    found.standing());
            chain.isAppliedTo(batch.sequence() - 1, batch.batch().number().predecessor());
            chains.put(chain.id(), chain);
        }
        chain.seen(found.standing().seenMillis());
        BatchNumber elsewhere = appliedElsewhere.get(batch.token());
        if (elsewhere != null && !elsewhere.producer().equals(batch.producer())) {
            batch.becomes(batch.batch().numbered(elsewhere));
            batch.setApplied(true);
            Standing standing = chain.standing();
            chains.computeIfAbsent( // it may be forgotten by now
                    elsewhere.producer(), id -> new Chain(id, Chain.Owner.THIS_PROCESS, standing));
        }
    }

    /**
     * Moves batches to disk, in order, as far as the disk takes them.
     *
     * @return the batches that are there now
     */
    List<PendingBatch> toDisk() {
        List<PendingBatch> moved = new ArrayList<>();
        while (!batches.isEmpty()
                && spillBuffer.append(
                        batches.element(), chainOf(batches.element()).standing())) {
            moved.add(batches.remove());
        }
        return moved;
    }

    /** Returns all unconfirmed batches that may be sent and are not under way, in the order of their numbers. */
    List<PendingBatch> toSend() {
        return sendable()
                .filter(each -> !each.isUnderWay() && !each.isApplied())
                .toList();
    }

    private Stream<PendingBatch> sendable() {
        return spillBuffer.hasUnread() ? early.stream() : inMemory();
    }

    /** Notes that a batch is under way, with the reply to come. */
    void sent(PendingBatch batch, CompletableFuture<BatchReply> answer, long nanos) {
        batch.sent(batch == first(), answer, nanos);
        chainOf(batch).sent();
    }

    /** Returns the number of batches that were sent and are unconfirmed. */
    int unanswered() {
        return Math.toIntExact(inMemory().filter(PendingBatch::wasSent).count());
    }

    /** Whether no unconfirmed batch is in memory. */
    boolean isMemoryEmpty() {
        return waiting() == 0;
    }

    /** Returns the first unconfirmed batch. */
    PendingBatch first() {
        return early.isEmpty() ? batches.element() : early.element();
    }

    /** Stops waiting for all replies: whatever becomes of the batches under way, all of them are to be sent again, in order. */
    void giveUpAnswers() {
        inMemory().forEach(PendingBatch::giveUpAnswer);
    }

    /** Releases the batches that were read back from disk, as an attempt has failed; they will be read again. */
    void rewind() {
        early.removeIf(PendingBatch::isOnDisk);
        spillBuffer.rewind();
    }

    /** Removes the first batch, which was confirmed, and keeps it for a replay. */
    void confirmFirst() {
        PendingBatch first = first();
        Batch batch = first.batch();
        Chain chain = chainOf(first);
        confirmed.keep(batch); // first of all, as memory may be short
        (early.isEmpty() ? batches : early).remove();
        if (first.isOnDisk()) {
            spillBuffer.confirmFirst(first);
        }
        if (first.sequence() > chain.last()) {
            chain.isAppliedTo(first.sequence(), first.token());
        }
    }

    /**
     * Moves the first batch to the window of Redis's present time, as Redis has refused its window and has not consumed its
     * number.
     */
    void moveFirst(long redisMillis) {
        Batch first = first().batch();
        first().becomes(first.movedTo(first.window().at(Math.floorDiv(redisMillis, 1000))));
    }

    /** Returns the chain of a batch that is here. */
    Chain chainOf(PendingBatch batch) {
        Chain chain = chains.get(batch.producer());
        if (chain == null) {
            throw new IllegalStateException("no chain of " + batch.producer());
        }
        return chain;
    }

    /** Returns the chain of a producer id; null if nothing of it is here any more. */
    @Nullable
    Chain chain(UUID producer) {
        return chains.get(producer);
    }

    /**
     * Returns the chains whose state in Redis matters: those of waiting batches, those of which Redis may have lost batches,
     * and those that were retired since {@code retiredSince}. Others are forgotten.
     */
    Collection<Chain> chains(long retiredSince) {
        Set<UUID> held = new HashSet<>(confirmed.producers());
        inMemory().forEach(each -> held.add(each.producer()));
        chains.values()
                .removeIf(each -> !held.contains(each.id())
                        && !isOwn(each)
                        && (!each.isRetired() || each.retiredNanos() - retiredSince < 0));
        return List.copyOf(chains.values());
    }

    /** Returns the chains of the batches to be sent that no Redis was asked about yet. */
    List<Chain> unasked() {
        return sendable()
                .map(this::chainOf)
                .distinct()
                .filter(each -> !each.isAsked())
                .toList();
    }

    /** Sets the standing of a chain, also on disk, before any batch of it is sent. */
    void stands(Chain chain, Standing where) {
        chain.stands(where);
        spillBuffer.note(chain);
    }

    /**
     * Returns the unconfirmed batches of a chain, as far as they can be known: those in memory. Batches that were drained
     * last are left out while others of the chain may be on disk before them.
     */
    List<PendingBatch> unconfirmed(Chain chain) {
        return sendable().filter(each -> each.producer().equals(chain.id())).toList();
    }

    /** Whether there may be more of a chain on disk than {@link #unconfirmed} returns. */
    boolean mayHaveMore() {
        return spillBuffer.hasUnread();
    }

    /** Takes batches that Redis has lost out of the replay buffer, and puts them before all others, unchanged. */
    void sendAgain(List<Batch> lost) {
        confirmed.forget(lost);
        for (int i = lost.size() - 1; i >= 0; i--) {
            early.addFirst(PendingBatch.again(lost.get(i)));
        }
    }

    /**
     * Moves the unconfirmed batches of a chain, from a number on, to another id, behind those that Redis has lost of it.
     *
     * @return the chain that they are in now
     */
    Chain move(Chain from, long first, UUID id, List<Batch> lost) {
        Chain to = new Chain(id, from.isAnothers() ? Chain.Owner.ANOTHER : Chain.Owner.THIS_PROCESS, Standing.NONE);
        chains.put(id, to);
        long start = lost.size() + 1L;
        spillBuffer.rename(from.id(), first, id, start);
        inMemory()
                .filter(each -> each.producer().equals(from.id()) && each.sequence() >= first)
                .forEach(each -> {
                    BatchNumber old = each.batch().number();
                    long sequence = old.sequence() - first + start;
                    long predecessor = sequence == 1 ? 0 : old.predecessor();
                    each.becomes(each.batch().numbered(new BatchNumber(id, sequence, predecessor, old.token())));
                });
        List<Batch> renumbered = new ArrayList<>();
        long predecessor = 0;
        for (Batch each : lost) {
            long token = each.number().token();
            renumbered.add(each.numbered(new BatchNumber(id, renumbered.size() + 1L, predecessor, token)));
            predecessor = token;
        }
        confirmed.forget(lost);
        sendAgain(renumbered);
        if (isOwn(from)) {
            numbering.own = to;
            numbering.next += start - first;
            numbering.lastToken = numbering.next == 1 ? 0 : numbering.lastToken;
        }
        return to;
    }

    /** Marks batches as applied that are in another chain here and, by the marker, are applied under this id. */
    void takeOver(Chain chain, Marker marker) {
        List<Long> tokens = marker.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            long predecessor = i + 1 < tokens.size() ? tokens.get(i + 1) : 0;
            appliedElsewhere.put(
                    tokens.get(i), new BatchNumber(chain.id(), marker.last() - i, predecessor, tokens.get(i)));
        }
        inMemory().filter(each -> !each.producer().equals(chain.id())).forEach(each -> {
            BatchNumber there = tokens.contains(each.token()) ? appliedElsewhere.get(each.token()) : null;
            if (there != null) {
                each.becomes(each.batch().numbered(there));
                each.setApplied(true);
            }
        });
        for (Batch each : confirmed.takeOthers(chain.id(), tokens)) {
            BatchNumber there = appliedElsewhere.get(each.number().token());
            confirmed.keep(there == null ? each : each.numbered(there));
        }
        if (spillBuffer.isEmpty()) {
            appliedElsewhere.clear();
        }
    }

    /** Forgets a chain whose state in Redis does not matter any more, unless a batch of it waits to be confirmed. */
    void forget(Chain chain) {
        if (!isOwn(chain) && inMemory().noneMatch(each -> each.producer().equals(chain.id()))) {
            chains.remove(chain.id());
        }
    }

    /** Returns the number of events and actions that Redis had confirmed and has lost, and that are to be confirmed again. */
    long lost() {
        return early.stream()
                .filter(each -> !each.isApplied())
                .mapToLong(PendingBatch::lost)
                .sum();
    }

    /**
     * Returns the number of events or actions of a signal in batches that are in memory alone and were not confirmed before.
     */
    long pending(Window.Signal signal) {
        long sum = 0;
        for (PendingBatch each : batches) {
            sum += each.batch().window().signal() == signal ? each.counted() : 0;
        }
        return sum;
    }
}
