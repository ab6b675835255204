// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.ActionTotals;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredAction.Flag;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.internal.decode.ActionKeyDecoder;
import dev.centralog.internal.decode.ActionRowId;
import dev.centralog.internal.decode.GroupNames;
import dev.centralog.internal.decode.TotalsDecoder;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** An iterator that decodes a slice into actions, one by one. An unreadable group never stops the rest: its count is kept. */
public final class ActionReader implements Iterator<GatheredAction> {
    private final Window window;
    private final Found found;
    private final Iterator<GroupCount> counted;

    ActionReader(Window window, Found found, Iterator<GroupCount> counted) {
        this.window = window;
        this.found = found;
        this.counted = counted;
    }

    /**
     * Reads a slice that is still open, and so has no delivery.
     *
     * @param scanned its groups; some may come more than once, and each is returned once
     */
    public static Iterator<GatheredAction> ofOpenSlice(Window slice, Iterator<GroupCount> scanned) {
        return new ActionReader(slice, new Found("", false), new DistinctGroups(scanned));
    }

    /**
     * The delivery that a slice was found in.
     *
     * @param isAhead whether it was sealed before its time, so that its content belongs to another slice
     */
    record Found(String delivery, boolean isAhead) {}

    /** A user and an action as they are stored, with the flag that the group's name alone gives. */
    private record Named(String user, String action, Flag flag) {}

    @Override
    public boolean hasNext() {
        return counted.hasNext();
    }

    @Override
    public GatheredAction next() {
        GroupCount next = counted.next();
        Named named = named(next.group());
        if (named.flag == Flag.UNREADABLE) {
            return unreadable(next, named, "no group of a user and an action");
        }
        try {
            return action(next, named, totals(next), null);
        } catch (UnreadableEventException unreadable) {
            return unreadable(next, named, String.valueOf(unreadable.getMessage()));
        }
    }

    private static ActionTotals totals(GroupCount next) {
        return Payload.isThere(next) ? TotalsDecoder.decode(Payload.readable(next)) : ActionTotals.NONE;
    }

    private static Named named(byte[] group) {
        if (GroupNames.isOverflow(group)) {
            return new Named(GatheredAction.OVERFLOW, GatheredAction.OVERFLOW, Flag.OVERFLOW);
        }
        try {
            ActionKeyDecoder.Ids ids = ActionKeyDecoder.parse(group);
            return new Named(ActionWire.storedUser(ids.user()), ids.action(), Flag.NONE);
        } catch (UnreadableEventException ignored) {
            return new Named(GroupNames.harmless(group), "", Flag.UNREADABLE);
        }
    }

    private GatheredAction unreadable(GroupCount next, Named named, String reason) {
        UnreadablePayload raw = new UnreadablePayload(
                Instant.ofEpochSecond(window.start()),
                new ActionRowId(window.seconds(), named.user, named.action).groupId(),
                found.delivery,
                Payload.bytes(next),
                reason);
        return action(next, new Named(named.user, named.action, Flag.UNREADABLE), ActionTotals.NONE, raw);
    }

    private GatheredAction action(
            GroupCount next, Named named, ActionTotals totals, @Nullable UnreadablePayload unreadable) {
        return new GatheredAction(
                Instant.ofEpochSecond(window.start()),
                Duration.ofSeconds(window.seconds()),
                named.user,
                named.action,
                found.delivery,
                next.repeats(),
                totals,
                named.flag == Flag.NONE && found.isAhead ? Flag.OTHER_TIME : named.flag,
                unreadable);
    }
}
