// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.internal.report.Lane.Cut;
import dev.centralog.internal.wire.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The numbered batches that Redis has not confirmed, in order, and the numbering.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Outbox implements Lane.Sink {
    /** So many batches at most are under way; what waits beyond them goes on folding. */
    private static final int MAX_BATCHES = 16;

    private final Deque<Numbered> batches = new ArrayDeque<>();
    private final ReplayRing confirmed;
    private final List<Cut> lines = new ArrayList<>();
    private @Nullable Window window;
    private int payloadBytes;
    private @Nullable String producer; // not before it is needed: the first random number of a process takes long
    private long nextSequence = 1;

    Outbox(ReplayRing confirmed) {
        this.confirmed = confirmed;
    }

    /** A batch with where its lines came from; of one that was confirmed before, that is not known any more. */
    static final class Numbered {
        private Batch batch;
        private final List<Cut> cuts;
        private boolean sent;
        private boolean sentAsFirst;
        private @Nullable CompletableFuture<ReportAnswer> answer;

        private Numbered(Batch batch, List<Cut> cuts) {
            this.batch = batch;
            this.cuts = cuts;
        }

        Batch batch() {
            return batch;
        }

        List<Cut> cuts() {
            return cuts;
        }

        CompletableFuture<ReportAnswer> answer() {
            return Objects.requireNonNull(answer, "not sent");
        }

        /** Whether all batches before it were confirmed when it was sent. */
        boolean isSentAsFirst() {
            return sentAsFirst;
        }

        /** Whether it was sent, be it under way or not. */
        boolean wasSent() {
            return sent;
        }
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
        return batches.size() < MAX_BATCHES;
    }

    @Override
    public void line(Window ofWindow, Cut cut) {
        window = ofWindow;
        lines.add(cut);
        payloadBytes += cut.line().payload().length;
        if (lines.size() == Batch.MAX_LINES || payloadBytes >= Batch.MAX_PAYLOAD_BYTES) {
            endOfWindow();
        }
    }

    @Override
    public void endOfWindow() {
        if (lines.isEmpty() || window == null) {
            return;
        }
        List<Cut> cuts = List.copyOf(lines);
        Batch batch = new Batch(
                producer(), nextSequence++, window, cuts.stream().map(Cut::line).toList());
        batches.add(new Numbered(batch, cuts));
        lines.clear();
        payloadBytes = 0;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** How many batches are unconfirmed. */
    int size() {
        return batches.size();
    }

    /** All unconfirmed batches. */
    List<Numbered> all() {
        return new ArrayList<>(batches);
    }

    /** All unconfirmed batches that are not under way, in the order of their numbers. */
    List<Numbered> toSend() {
        return batches.stream().filter(each -> each.answer == null).toList();
    }

    /** A batch is under way, and its answer to come. */
    void sent(Numbered batch, CompletableFuture<ReportAnswer> answer) {
        batch.sent = true;
        batch.sentAsFirst = batch == batches.element();
        batch.answer = answer;
    }

    /** How many batches were sent and are unconfirmed. */
    int unanswered() {
        return Math.toIntExact(batches.stream().filter(Numbered::wasSent).count());
    }

    /** The first unconfirmed batch. */
    Numbered first() {
        return batches.element();
    }

    /** Whatever comes of what is under way, all of it is to be sent again, in order. */
    void giveUpAnswers() {
        batches.forEach(each -> each.answer = null);
    }

    /** The first batch was confirmed, at that time of Redis. */
    void confirmFirst(long redisSecond) {
        confirmed.keep(batches.remove().batch, redisSecond);
    }

    /** Redis refused the first batch's window, and did not consume its number: it goes where Redis is now. */
    void moveFirst(long redisSecond) {
        Numbered first = batches.element();
        first.batch = first.batch.movedTo(first.batch.window().at(redisSecond));
    }

    /** Whether Redis knows all that it has confirmed. */
    boolean isKnownBy(Applied known) {
        return known.last() >= firstSequence() - 1;
    }

    /** Of all that is not confirmed, or is to be numbered next. */
    private long firstSequence() {
        return batches.isEmpty() ? nextSequence : batches.element().batch.sequence();
    }

    /**
     * Redis is back at an older state: what it had confirmed since goes out again, as it was and before all else.
     *
     * @return how many of those batches are not kept any more; if there are such, the others go under a new name
     */
    long goBackTo(Applied known) {
        List<Batch> again = confirmed.takeAfter(known.last(), known.redisSecond());
        for (int i = again.size() - 1; i >= 0; i--) {
            Numbered batch = new Numbered(again.get(i), List.of());
            batch.sent = true;
            batches.addFirst(batch);
        }
        long gone = firstSequence() - known.last() - 1;
        if (gone > 0) {
            renumber();
        }
        return gone;
    }

    /** Redis does not know us any more: everything unconfirmed goes out under a new name, numbered from 1. */
    void renumber() {
        producer = null;
        nextSequence = 1;
        confirmed.clear();
        for (Numbered each : batches) {
            each.batch = each.batch.renumbered(producer(), nextSequence++);
        }
    }

    /** The entries' lines that bring payloads which Redis misses, with no repeats. */
    static List<Cut> followUps(Numbered confirmed, List<byte[]> missing) {
        List<Cut> cuts = new ArrayList<>();
        for (byte[] group : missing) {
            for (Cut cut : confirmed.cuts) {
                if (cut.entry() instanceof Entry entry
                        && Arrays.equals(cut.line().group(), group)) {
                    byte[] payload = entry.payload();
                    if (payload != null) {
                        entry.lineSent();
                        cuts.add(new Cut(new Batch.Line(group, 0, payload), entry, false));
                    }
                    break;
                }
            }
        }
        return cuts;
    }

    /** What unconfirmed batches of a stream count. */
    long pending(Window.Stream stream) {
        long sum = 0;
        for (Numbered each : batches) {
            sum += each.batch.window().stream() == stream ? countedBy(each) : 0;
        }
        return sum;
    }

    /** The events or actions that a batch counts: drop reports are none. */
    static long countedBy(Numbered numbered) {
        long sum = 0;
        for (Cut cut : numbered.cuts) {
            sum += cut.entry() == null ? 0 : cut.line().repeats();
        }
        return sum;
    }
}
