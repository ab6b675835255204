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
 * In the order in which they go out:
 *
 *   early     what Redis had confirmed and lost, then what was read back from disk
 *   overflow  what else is on disk
 *   batches   what was cut last
 *
 * As long as there is something on disk that was not read back, nothing is cut into memory: it would have to wait for that.
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

    /** What Redis is known to have under another id, and is perhaps still on disk: number by token. */
    private final Map<Long, BatchNumber> appliedElsewhere = new HashMap<>();

    private HostClock hostClock = HostClock.RIGHT;
    private @Nullable Window window;
    private int payloadBytes;

    /**
     * How much goes into a batch, and how much is under way.
     *
     * @param batches so many, and one that was begun by then, are under way; what waits beyond them goes on folding
     * @param lines of a batch, at most
     * @param payloadBytes a batch is closed when its payloads reach this size
     */
    record Limits(int batches, int lines, int payloadBytes) {
        static final Limits DEFAULT = new Limits(Marker.TOKENS, Batch.MAX_LINES, Batch.MAX_PAYLOAD_BYTES);

        /** Returns how many bytes of payloads are read back at a time; one batch may have more. */
        int readBytes() {
            return 2 * payloadBytes;
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

    /** This process's own chain; not drawn before it is needed, as the first random number of a process takes long. */
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

    /** The chain that batches are numbered in, now; null before the first one is. */
    @Nullable
    Chain ownOrNull() {
        return numbering.own;
    }

    /** The next batch begins a chain of its own. */
    void giveUpOwn() {
        numbering.own = null;
        numbering.next = 1;
        numbering.lastToken = 0;
    }

    /** What callers' clocks are corrected by: that also goes for what they had counted before. Not sent yet, it may move. */
    void correctClock(HostClock host) {
        hostClock = host;
        inMemory().forEach(each -> each.correct(host));
    }

    @Override
    public boolean wantsMore() {
        return waiting() < limits.batches && !spillBuffer.hasUnread();
    }

    /** What goes out before all else: what Redis has lost, and what was read back. */
    List<PendingBatch> early() {
        return List.copyOf(early);
    }

    /** How many unconfirmed batches are in memory. */
    int waiting() {
        return early.size() + batches.size();
    }

    private boolean isBatchFull() {
        return lines.size() == limits.lines || payloadBytes >= limits.payloadBytes;
    }

    /** Where it throws, for want of memory, it has not taken the line. */
    @Override
    public void line(Window ofWindow, DrainedCount count) {
        if (isBatchFull()) {
            endOfWindow();
        }
        window = ofWindow;
        payloadBytes += count.line().payload().length;
        lines.add(count);
    }

    /** Where it throws, it has changed nothing. */
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
                numbering.ofEvents(),
                window,
                counts.stream().map(DrainedCount::line).toList());
        batches.add(PendingBatch.of(batch, counts));
        numbering.next++;
        numbering.lastToken = token;
        lines.clear();
        payloadBytes = 0;
    }

    boolean isEmpty() {
        return early.isEmpty() && batches.isEmpty() && lines.isEmpty() && spillBuffer.isEmpty();
    }

    /** Whether no batch is in memory alone that counts something. */
    boolean isSecured() {
        return batches.isEmpty();
    }

    /** How many batches are under way. */
    int underWay() {
        return Math.toIntExact(inMemory().filter(PendingBatch::isUnderWay).count());
    }

    private Stream<PendingBatch> inMemory() {
        return Stream.concat(early.stream(), batches.stream());
    }

    /** All unconfirmed batches that are in memory alone. */
    List<PendingBatch> unsecured() {
        return List.copyOf(batches);
    }

    /** Reads back what is on disk, as much as may be under way; answers whether more was left. */
    boolean readBack() {
        long bytes = 0;
        for (PendingBatch each : early) {
            bytes += each.payloadBytes();
        }
        while (early.size() < limits.batches && (early.isEmpty() || bytes < limits.readBytes())) {
            SpillBuffer.ReadBack next = spillBuffer.next();
            if (next == null) {
                return false;
            }
            next.batch().correct(hostClock);
            early.add(next.batch());
            bytes += next.batch().payloadBytes();
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
     * Moves batches to disk, as far as that takes them, the first ones first.
     *
     * @return those that are there now
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

    /** All unconfirmed batches that are not under way and may be, in the order of their numbers. */
    List<PendingBatch> toSend() {
        return sendable()
                .filter(each -> !each.isUnderWay() && !each.isApplied())
                .toList();
    }

    private Stream<PendingBatch> sendable() {
        return spillBuffer.hasUnread() ? early.stream() : inMemory();
    }

    /** A batch is under way, and its answer to come. */
    void sent(PendingBatch batch, CompletableFuture<BatchReply> answer) {
        batch.sent(batch == first(), answer);
        chainOf(batch).sent();
    }

    /** How many batches were sent and are unconfirmed. */
    int unanswered() {
        return Math.toIntExact(inMemory().filter(PendingBatch::wasSent).count());
    }

    /** Whether no unconfirmed batch is in memory. */
    boolean isMemoryEmpty() {
        return waiting() == 0;
    }

    /** The first unconfirmed batch. */
    PendingBatch first() {
        return early.isEmpty() ? batches.element() : early.element();
    }

    /** Whatever comes of what is under way, all of it is to be sent again, in order. */
    void giveUpAnswers() {
        inMemory().forEach(PendingBatch::giveUpAnswer);
    }

    /** Redis is away: what was read back from disk is let go of, and will be read again. */
    void rewind() {
        early.removeIf(PendingBatch::isOnDisk);
        spillBuffer.rewind();
    }

    /** The first batch was confirmed. */
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

    /** Redis refused the first batch's window, and did not consume its number: it goes where Redis is now. */
    void moveFirst(long redisMillis) {
        Batch first = first().batch();
        first().becomes(first.movedTo(first.window().at(Math.floorDiv(redisMillis, 1000))));
    }

    /** The chain of a batch that is here. */
    Chain chainOf(PendingBatch batch) {
        Chain chain = chains.get(batch.producer());
        if (chain == null) {
            throw new IllegalStateException("no chain of " + batch.producer());
        }
        return chain;
    }

    /** The chain of a producer id; null if nothing of it is here any more. */
    @Nullable
    Chain chain(UUID producer) {
        return chains.get(producer);
    }

    /**
     * The chains that Redis's word matters for: of what waits, of what it may have lost, and those that were retired since
     * {@code retiredSince}. Others are forgotten.
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

    /** The chains of what is to be sent that no Redis was asked for. */
    List<Chain> unasked() {
        return sendable()
                .map(this::chainOf)
                .distinct()
                .filter(each -> !each.isAsked())
                .toList();
    }

    /** Notes where a chain stands, also on disk, before anything of it is sent. */
    void stands(Chain chain, Standing where) {
        chain.stands(where);
        spillBuffer.note(chain);
    }

    /**
     * The unconfirmed batches of a chain, as far as they can be known: those that are in memory, or if others of it may be on
     * disk before them, none.
     */
    List<PendingBatch> unconfirmed(Chain chain) {
        return sendable().filter(each -> each.producer().equals(chain.id())).toList();
    }

    /** Whether there may be more of a chain on disk than {@link #unconfirmed} tells. */
    boolean mayHaveMore() {
        return spillBuffer.hasUnread();
    }

    /** Takes batches that Redis has lost out of what was confirmed, and puts them before all else, as they were. */
    void sendAgain(List<Batch> lost) {
        confirmed.forget(lost);
        for (int i = lost.size() - 1; i >= 0; i--) {
            early.addFirst(PendingBatch.again(lost.get(i)));
        }
    }

    /**
     * Moves what a chain has unconfirmed, from a number on, to another id, behind what Redis has lost of it.
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

    /** Takes batches for applied that are in another chain here, and are applied under this id. */
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

    /** Forgets a chain that Redis's word does not matter for any more, unless something of it waits to be confirmed. */
    void forget(Chain chain) {
        if (!isOwn(chain) && inMemory().noneMatch(each -> each.producer().equals(chain.id()))) {
            chains.remove(chain.id());
        }
    }

    /** What Redis had confirmed and has lost, and is to be confirmed again. */
    long lost() {
        return early.stream()
                .filter(each -> !each.isApplied())
                .mapToLong(PendingBatch::lost)
                .sum();
    }

    /** What unconfirmed batches of a signal count that are in memory alone. */
    long pending(Window.Signal signal) {
        long sum = 0;
        for (PendingBatch each : batches) {
            sum += each.batch().window().signal() == signal ? each.counted() : 0;
        }
        return sum;
    }
}
