// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.wire.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    private final List<DrainedCount> lines;
    private @Nullable Window window;
    private int payloadBytes;
    private @Nullable String producer; // not before it is needed: the first random number of a process takes long
    private long nextSequence = 1;

    /** The last of this producer's numbers that Redis has confirmed. */
    private long confirmedSequence;

    /**
     * How much goes into a batch, and how much is under way.
     *
     * @param batches so many, and one that was begun by then, are under way; what waits beyond them goes on folding
     * @param lines of a batch, at most
     * @param payloadBytes a batch is closed when its payloads reach this size
     */
    record Limits(int batches, int lines, int payloadBytes) {
        static final Limits DEFAULT = new Limits(16, Batch.MAX_LINES, Batch.MAX_PAYLOAD_BYTES);

        /** Returns how many bytes of payloads are read back at a time; one batch may have more. */
        int readBytes() {
            return 2 * payloadBytes;
        }
    }

    Outbox(ReplayBuffer confirmed, SpillBuffer spillBuffer, Limits limits) {
        this.confirmed = confirmed;
        this.spillBuffer = spillBuffer;
        this.limits = limits;
        this.lines = new ArrayList<>(limits.lines); // so that adding one can't fail
    }

    /** The name that batches have, now. */
    String producer() {
        if (producer == null) {
            producer = UUID.randomUUID().toString();
        }
        return producer;
    }

    @Override
    public boolean wantsMore() {
        return early.size() + batches.size() < limits.batches && !spillBuffer.hasUnread();
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
        Batch batch = new Batch(
                producer(),
                nextSequence,
                window,
                counts.stream().map(DrainedCount::line).toList());
        batches.add(PendingBatch.of(batch, counts));
        nextSequence++;
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
            bytes += bytesOf(each);
        }
        while (early.size() < limits.batches && (early.isEmpty() || bytes < limits.readBytes())) {
            PendingBatch next = spillBuffer.next();
            if (next == null) {
                return false;
            }
            early.add(next);
            bytes += bytesOf(next);
        }
        return spillBuffer.hasUnread();
    }

    private static long bytesOf(PendingBatch pending) {
        long sum = 0;
        for (BatchLine line : pending.batch().lines()) {
            sum += line.payload().length;
        }
        return sum;
    }

    /**
     * Moves batches to disk, as far as that takes them, the first ones first.
     *
     * @return those that are there now
     */
    List<PendingBatch> toDisk() {
        List<PendingBatch> moved = new ArrayList<>();
        while (!batches.isEmpty() && spillBuffer.append(batches.element())) {
            moved.add(batches.remove());
        }
        return moved;
    }

    /** All unconfirmed batches that are not under way and may be, in the order of their numbers. */
    List<PendingBatch> toSend() {
        return (spillBuffer.hasUnread() ? early.stream() : inMemory())
                .filter(each -> !each.isUnderWay())
                .toList();
    }

    /** A batch is under way, and its answer to come. */
    void sent(PendingBatch batch, CompletableFuture<BatchReply> answer) {
        batch.sent(batch == first(), answer);
    }

    /** How many batches were sent and are unconfirmed. */
    int unanswered() {
        return Math.toIntExact(inMemory().filter(PendingBatch::wasSent).count());
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

    /** The first batch was confirmed, at that time of Redis. */
    void confirmFirst(long redisSecond) {
        PendingBatch first = first();
        Batch batch = first.batch();
        confirmed.keep(batch, redisSecond); // first of all, as memory may be short
        (early.isEmpty() ? batches : early).remove();
        if (first.isOnDisk()) {
            spillBuffer.confirmFirst(first);
        }
        if (batch.producer().equals(producer)) {
            confirmedSequence = batch.sequence();
        }
    }

    /** Redis refused the first batch's window, and did not consume its number: it goes where Redis is now. */
    void moveFirst(long redisSecond) {
        Batch first = first().batch();
        first().becomes(first.movedTo(first.window().at(redisSecond)));
    }

    /** Whether Redis knows all that it has confirmed of what was numbered here. */
    boolean isKnownBy(ProducerPosition known) {
        return known.last() >= confirmedSequence;
    }

    /**
     * Redis is back at an older state: what it had confirmed of that producer since goes out again, as it was and before
     * all else.
     *
     * @return how many of those batches are not kept any more; if there are such, the others go under a new name
     */
    long goBackTo(String name, ProducerPosition known) {
        long first = firstOf(name);
        List<Batch> again = confirmed.takeAfter(name, known.last(), known.redisSecond());
        for (int i = again.size() - 1; i >= 0; i--) {
            early.addFirst(PendingBatch.again(again.get(i)));
            first = again.get(i).sequence();
        }
        long gone = first - known.last() - 1;
        if (name.equals(producer)) {
            confirmedSequence = first - 1;
        }
        if (gone > 0) {
            renumber(name);
        } else if (again.isEmpty() && isFollowedByHole(name, known.last())) {
            renumber(name, first().batch().sequence());
        }
        return gone;
    }

    /** Whether numbers are missing on our side, as what had them on disk was damaged: Redis would wait for them for ever. */
    private boolean isFollowedByHole(String name, long last) {
        return inMemory()
                .findFirst()
                .map(PendingBatch::batch)
                .filter(next -> next.producer().equals(name) && next.sequence() > last + 1)
                .isPresent();
    }

    /** The number of that producer's first unconfirmed batch, or of its next one; of another's, as it is its turn. */
    private long firstOf(String name) {
        return name.equals(producer) ? confirmedSequence + 1 : first().batch().sequence();
    }

    /** Redis does not know that producer any more: what it has unconfirmed goes under a new name, numbered from 1. */
    void renumber(String old) {
        renumber(old, firstOf(old));
    }

    private void renumber(String old, long from) {
        String name = UUID.randomUUID().toString();
        spillBuffer.rename(old, from, name);
        inMemory().forEach(each -> {
            Batch batch = each.batch();
            if (batch.producer().equals(old)) {
                each.becomes(batch.renumbered(name, batch.sequence() - from + 1));
            }
        });
        if (old.equals(producer)) {
            producer = name;
            nextSequence -= from - 1;
            confirmedSequence = 0;
        }
        confirmed.clear();
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
