// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow.Content;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.internal.redis.RedisGatherStore.Counted;
import dev.centralog.internal.wire.DropCodec;
import dev.centralog.internal.wire.EventCodec;
import dev.centralog.internal.wire.GroupKey;
import dev.centralog.internal.wire.ReservedGroups;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Turns what a sealed window holds into events in time order. A payload that can't be read never stops the rest: its
 * count becomes an event with no message, and its bytes are set apart.
 */
final class ContentReader {
    /** By time; equal times by the process's own sequence; then by anything that is always the same. */
    private static final Comparator<GatheredEvent> IN_TIME_ORDER = Comparator.comparing(
                    (GatheredEvent gathered) -> gathered.event().time())
            .thenComparingLong(gathered -> gathered.event().sequence())
            .thenComparing(GatheredEvent::groupId);

    private final Instant windowStart;
    private final String delivery;
    private final List<GatheredEvent> events = new ArrayList<>();
    private final List<DropReport> drops = new ArrayList<>();
    private final List<UnreadablePayload> unreadable = new ArrayList<>();

    private ContentReader(Instant windowStart, String delivery) {
        this.windowStart = windowStart;
        this.delivery = delivery;
    }

    static Content read(Instant windowStart, String delivery, Iterator<Counted> counted) {
        ContentReader reader = new ContentReader(windowStart, delivery);
        counted.forEachRemaining(reader::add);
        reader.events.sort(IN_TIME_ORDER);
        return new Content(reader.events, reader.drops, reader.unreadable);
    }

    private void add(Counted counted) {
        if (ReservedGroups.isDrop(counted.group())) {
            addDrop(counted);
        } else if (!ReservedGroups.isHash(counted.group())) {
            String name = ReservedGroups.harmless(counted.group());
            addEvent(
                    counted,
                    name,
                    withoutMessage(),
                    name.equals(ReservedGroups.OVERFLOW) ? Flag.OVERFLOW : Flag.NO_PAYLOAD);
        } else {
            addGroup(counted, GroupKey.toHex(counted.group()));
        }
    }

    private void addGroup(Counted counted, String groupId) {
        byte[] payload = counted.payload();
        if (payload == null) {
            addEvent(counted, groupId, withoutMessage(), Flag.NO_PAYLOAD);
            return;
        }
        try {
            addEvent(counted, groupId, EventCodec.decode(payload), Flag.NONE);
        } catch (UnreadableEventException poison) {
            addUnreadable(groupId, payload, poison);
            addEvent(counted, groupId, withoutMessage(), Flag.UNREADABLE);
        }
    }

    private void addDrop(Counted counted) {
        String name = ReservedGroups.harmless(counted.group());
        byte[] payload = counted.payload();
        DropCodec.Drop drop = new DropCodec.Drop(DropReport.EVENTS, "unknown", Origin.UNKNOWN);
        if (payload != null) {
            try {
                drop = DropCodec.decode(payload);
            } catch (UnreadableEventException poison) {
                addUnreadable(name, payload, poison);
            }
        }
        drops.add(new DropReport(
                windowStart, name, delivery, drop.stream(), counted.repeats(), drop.reason(), drop.origin()));
    }

    private void addEvent(Counted counted, String groupId, LogEvent event, Flag flag) {
        events.add(new GatheredEvent(windowStart, groupId, delivery, counted.repeats(), event, flag));
    }

    private void addUnreadable(String groupId, byte[] payload, UnreadableEventException poison) {
        String reason = poison.getMessage() == null ? "unreadable" : poison.getMessage();
        unreadable.add(new UnreadablePayload(windowStart, groupId, delivery, payload, reason));
    }

    private LogEvent withoutMessage() {
        return LogEvent.builder()
                .time(windowStart)
                .level(new Level("", 0))
                .thread(ThreadRef.UNKNOWN)
                .build();
    }
}
