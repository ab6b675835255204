// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.ship.PendingBatch.BatchLocation;
import dev.centralog.internal.wire.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks what the parts of a producer promise besides the law, while they work: what is counted, how much goes into a
 * batch and is under way, what is sent again, and what operators are told.
 */
final class ShippingChecks {
    /** The number of batches under way below which all replies are awaited. */
    private static final int FEW_BATCHES = 4;

    private static final Pattern LOST = Pattern.compile("(\\d+) (?:more batches are no longer kept"
            + "|batches of a process that has ended are neither in Redis nor on disk)");

    private final BatchWatcher books;
    private final Outbox.Limits limits;
    private final ExpectedReplay replay;
    private final List<PendingBatch> readBack = new ArrayList<>();
    private long resent;
    private long confirmed;
    private long windows;
    private long recovered;

    ShippingChecks(BatchWatcher books, Outbox.Limits limits, ExpectedReplay replay) {
        this.books = books;
        this.limits = limits;
        this.replay = replay;
    }

    /** Checks the replay buffer, once all ids are settled on a new connection. */
    void onVerified(ReplayBuffer kept) {
        holds(replay.isAll(kept), "what was confirmed is kept as far as there is room, for an hour");
    }

    private void holds(boolean isKept, String promise) {
        if (!isKept) {
            books.broken(promise);
        }
    }

    /** Checks the batches that one drain has made, and whether the outbox takes more. */
    void onDrained(List<PendingBatch> made, Outbox outbox, boolean hasUnread) {
        Window window = null;
        boolean isFull = true;
        boolean isFirstOfNewClock = true; // what was counted by the host's clock alone comes first, in separate batches
        for (PendingBatch each : made) {
            List<DrainedCount> counts = each.counts();
            long payloads = bytes(each.batch().lines());
            long butTheLast = payloads - counts.get(counts.size() - 1).line().contentBytes();
            holds(counts.size() <= limits.lines(), "a batch has so many lines at most");
            holds(
                    counts.size() == 1 || butTheLast < limits.contentBytes(),
                    "a batch is closed once its payloads reach a size");
            if (isFromFold(counts)) {
                boolean isBegunAnew = !isFull && each.batch().window().equals(window);
                holds(
                        !isBegunAnew || (isFirstOfNewClock && isOfEvents(each)),
                        "a batch is full before the next one of its window is begun");
                isFirstOfNewClock &= !isBegunAnew;
                isFull = counts.size() == limits.lines() || payloads >= limits.contentBytes();
                window = each.batch().window();
            }
        }
        if (!hasUnread) {
            int inMemory = outbox.waiting();
            holds(made.isEmpty() || inMemory <= limits.batches() + 1, "so many batches at most are under way");
            holds(outbox.wantsMore() == inMemory < limits.batches(), "more is drained as long as there is room");
        }
    }

    private static boolean isOfEvents(PendingBatch batch) {
        return batch.batch().window().signal() == Window.Signal.EVENTS;
    }

    private static boolean isFromFold(List<DrainedCount> counts) {
        return counts.stream()
                .allMatch(count -> count.entry() != null && count.line().repeats() > 0);
    }

    private static long bytes(Collection<BatchLine> lines) {
        return lines.stream().mapToLong(BatchLine::contentBytes).sum();
    }

    void onReadBack(PendingBatch batch) {
        readBack.add(batch);
    }

    /** Checks that as much as allowed was read back, and not more. */
    void onAllReadBack(boolean isMore, Outbox outbox) {
        holds(readBack.size() <= limits.batches(), "so many batches at most are read back");
        holds(
                readBack.size() <= 1 || bytes(readBack.subList(0, readBack.size() - 1)) < limits.readBytes(),
                "so much is read back at most");
        List<PendingBatch> early = outbox.toSend();
        if (isMore && early.size() == outbox.waiting()) { // no batch is under way or applied
            boolean isFull = early.size() >= limits.batches() || bytes(early) >= limits.readBytes();
            holds(isFull, "as much is read back as may be");
        }
    }

    private static long bytes(List<PendingBatch> batches) {
        return batches.stream().mapToLong(each -> bytes(each.batch().lines())).sum();
    }

    void onSend(PendingBatch batch) {
        holds(!batch.isUnderWay(), "what is under way is not sent");
        resent += batch.wasSent() ? 1 : 0;
    }

    void onSent(int underWay, int awaited, boolean all) {
        int left = underWay < FEW_BATCHES || all ? 0 : underWay / 2;
        holds(awaited == underWay - left, "half of many replies are awaited, all of a few");
    }

    void onConfirmed(PendingBatch batch, Batch asConfirmed) {
        confirmed++;
        readBack.remove(batch);
        boolean isAnothers = batch.origin() == BatchLocation.ANOTHERS_DISK;
        windows += isAnothers ? 0 : batch.firsts();
        recovered += isAnothers ? batch.counted() : 0;
        replay.confirmed(asConfirmed);
    }

    void onFailure(Outbox outbox, int unanswered, boolean hasDisk) {
        readBack.clear();
        long sent = Stream.concat(outbox.early().stream(), outbox.unsecured().stream())
                .filter(PendingBatch::wasSent)
                .count();
        holds(hasDisk || unanswered == sent, "what was sent and is unconfirmed is counted");
    }

    void onSentAgain(List<Batch> batches) {
        replay.sentAgain(batches);
    }

    void onForgotten(UUID producer) {
        replay.forgotten(producer);
    }

    void onTold(String told) {
        holds(!told.isBlank(), "operators are told what became of Redis");
        Matcher lost = LOST.matcher(told);
        if (lost.find()) {
            books.toldLost(Long.parseLong(lost.group(1)));
        }
    }

    /** Checks the counters once nothing is left to be shipped. */
    void onEmpty(Collection<ProducerCounters> counters) {
        holds(sum(counters, each -> each.resent.sum()) == resent, "what is sent again is counted");
        holds(sum(counters, each -> each.batches.sum()) == confirmed, "confirmed batches are counted");
        holds(sum(counters, each -> each.windows.sum()) == windows, "groups of windows are counted");
        holds(sum(counters, each -> each.recovered.sum()) == recovered, "what others had spilled is counted");
        holds(sum(counters, each -> each.spilled.sum()) == 0, "what is confirmed is not counted as spilled");
    }

    private static long sum(Collection<ProducerCounters> counters, ToLongFunction<ProducerCounters> of) {
        return counters.stream().mapToLong(of).sum();
    }
}
