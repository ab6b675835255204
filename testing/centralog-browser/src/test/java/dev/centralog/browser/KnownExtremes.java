// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import dev.centralog.ActionTotals;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sinks;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Contents of the page besides usual events: actions, what could not be read, and events three days ago that are very large. */
final class KnownExtremes {
    /** The number of frames of the deepest stack trace. */
    static final int FRAMES = 10_000;

    /** The number of characters of the longest message. */
    static final int LONGEST = 1_000_000;

    /** The number of slices that each user has acted in. */
    static final int SLICES = 12;

    private static final String DELIVERY = "c0ffee:0:2";
    private static final Duration SLICE = Duration.ofMinutes(10);

    private final Sinks sinks;
    private final Instant now;

    KnownExtremes(Sinks sinks, Instant now) {
        this.sinks = sinks;
        this.now = now;
    }

    void store() {
        storeActions();
        storeUnreadable();
        storeLarge();
        Objects.requireNonNull(sinks.upkeep())
                .writeCompleteUpTo("events", new ReadProgress("0123456789abcdef", now, now, List.of()));
    }

    private void storeActions() {
        Instant first = now.minus(Duration.ofHours(3));
        List<GatheredAction> actions = new ArrayList<>();
        for (int slice = 0; slice < SLICES; slice++) {
            Instant start = first.plus(SLICE.multipliedBy(slice));
            actions.add(action(start, new Act("ann", "view"), 40, ActionTotals.NONE));
            actions.add(action(start, new Act("bob", "view"), 10 + slice, ActionTotals.NONE));
            actions.add(action(start, new Act("ann", "buy"), 2, paid("19.90", "{\"order\":" + slice + "}")));
        }
        actions.add(action(first, new Act(KnownEvents.MARKUP, "view"), 1, ActionTotals.NONE));
        sinks.actions().store(SealedSlice.of(DELIVERY, 1, actions));
    }

    private static ActionTotals paid(String each, String payload) {
        BigDecimal value = new BigDecimal(each);
        return new ActionTotals(2, value.add(value), value, value, 0, null, null, List.of(payload));
    }

    private record Act(String user, String action) {}

    private static GatheredAction action(Instant start, Act act, long count, ActionTotals totals) {
        return new GatheredAction(
                start, SLICE, act.user, act.action, DELIVERY, count, totals, GatheredAction.Flag.NONE, null);
    }

    private void storeUnreadable() {
        Instant second = now.minus(Duration.ofDays(3));
        List<UnreadablePayload> payloads = new ArrayList<>();
        for (String raw : List.of("neither JSON nor anything else", KnownEvents.MARKUP + KnownEvents.UNSEEN)) {
            String group = String.format("%032x", raw.length());
            payloads.add(new UnreadablePayload(
                    second, group, DELIVERY, raw.getBytes(StandardCharsets.UTF_8), "it does not begin with '{'"));
        }
        store(List.of(), payloads);
    }

    private void storeLarge() {
        StackTraceElement[] frames = new StackTraceElement[FRAMES];
        for (int frame = 0; frame < FRAMES; frame++) {
            frames[frame] = new StackTraceElement("com.example.heavy.Tree", "walk", "Tree.java", frame + 1);
        }
        StackOverflowError overflow = new StackOverflowError();
        overflow.setStackTrace(frames);
        LogEvent deep = event("the tree is too deep").thrown(overflow).build();
        LogEvent large = event("dump: {}")
                .message("dump: " + "0123456789 ".repeat(LONGEST / 11))
                .build();
        Instant second = now.minus(Duration.ofDays(3));
        store(List.of(row(second, "deep", deep), row(second, "large", large)), List.of());
    }

    private static LogEvent.Builder event(String template) {
        return LogEvent.builder()
                .level(Level.ERROR)
                .logger("com.example.heavy.Tree")
                .thread(new ThreadRef("main", 1, 5))
                .origin(new Origin("heavy", "production", "web-9", 99))
                .template(template)
                .message(template);
    }

    private static GatheredEvent row(Instant second, String name, LogEvent event) {
        return new GatheredEvent(
                second,
                String.format("%032x", Integer.toUnsignedLong(name.hashCode())),
                DELIVERY,
                ProcessCounts.ofUnknown(1),
                event.toBuilder().time(second).build(),
                GatheredEvent.Flag.NONE);
    }

    private void store(List<GatheredEvent> rows, List<UnreadablePayload> payloads) {
        sinks.events().store(new SealedWindow(DELIVERY, 1, new EventWindow.Content(rows, List.of(), payloads)));
    }
}
