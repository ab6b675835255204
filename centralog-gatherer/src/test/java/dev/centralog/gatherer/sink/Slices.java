// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredAction.Flag;
import dev.centralog.gather.UnreadablePayload;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Sealed slices for tests of sinks. */
public final class Slices {
    /** The start of all slices here. */
    public static final Instant START = Instant.parse("2026-01-31T23:50:00Z");
    /** The length of all slices here. */
    public static final Duration LENGTH = Duration.ofMinutes(10);

    private Slices() {}

    /** Returns a slice of the first delivery, gathered for the first time. */
    public static SealedSlice first(GatheredAction... actions) {
        return of(1, List.of(actions));
    }

    /** Returns a slice of the late delivery, gathered for the first time. */
    public static SealedSlice late(GatheredAction... actions) {
        return SealedSlice.of(
                Windows.LATE, 1, Arrays.stream(actions).map(Slices::late).toList());
    }

    /** Returns a slice of the first delivery. */
    public static SealedSlice of(int attempts, Iterable<GatheredAction> actions) {
        return SealedSlice.of(Windows.FIRST, attempts, actions);
    }

    /** Returns a counted action without totals. */
    public static GatheredAction action(String user, String action, long count) {
        return action(user, action, count, ActionTotals.NONE);
    }

    /** Returns a counted action with totals. */
    public static GatheredAction action(String user, String action, long count, ActionTotals totals) {
        return new GatheredAction(START, LENGTH, user, action, Windows.FIRST, count, totals, Flag.NONE, null);
    }

    /** Returns the same action in another slice. */
    public static GatheredAction at(Instant start, GatheredAction action) {
        return new GatheredAction(
                start,
                action.sliceLength(),
                action.user(),
                action.action(),
                action.delivery(),
                action.count(),
                action.totals(),
                action.flag(),
                action.unreadable());
    }

    private static GatheredAction late(GatheredAction action) {
        return new GatheredAction(
                action.sliceStart(),
                action.sliceLength(),
                action.user(),
                action.action(),
                Windows.LATE,
                action.count(),
                action.totals(),
                action.flag(),
                action.unreadable());
    }

    /** Returns a counted action with totals that could not be read. */
    public static GatheredAction unreadable(String user, String action, long count, String raw) {
        UnreadablePayload named = ActionWire.putAside(action(user, action, count), "no totals");
        return new GatheredAction(
                START,
                LENGTH,
                user,
                action,
                Windows.FIRST,
                count,
                ActionTotals.NONE,
                Flag.UNREADABLE,
                new UnreadablePayload(
                        named.windowStart(), named.groupId(), named.delivery(), raw.getBytes(UTF_8), named.reason()));
    }

    /** Returns totals of values. */
    public static ActionTotals values(long number, String sum, String min, String max) {
        return new ActionTotals(
                number, new BigDecimal(sum), new BigDecimal(min), new BigDecimal(max), 0, null, null, List.of());
    }

    /**
     * Returns totals of payloads: the first text is the first payload, the last text the last, at these seconds of the slice.
     */
    public static ActionTotals payloads(long firstSecond, long lastSecond, String... texts) {
        return new ActionTotals(
                0,
                null,
                null,
                null,
                0,
                new Payload(START.plusSeconds(firstSecond), texts[0]),
                new Payload(START.plusSeconds(lastSecond), texts[texts.length - 1]),
                List.of(texts));
    }
}
