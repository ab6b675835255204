// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow.Content;
import dev.centralog.gather.EventWindow.Processes;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.GatheredEvent.Samples;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.internal.decode.DropDecoder;
import dev.centralog.internal.decode.EventDecoder;
import dev.centralog.internal.decode.GroupNames;
import dev.centralog.internal.decode.GroupNames.SignName;
import dev.centralog.internal.decode.ProcessDecoder;
import dev.centralog.internal.redis.read.RawSamples;
import dev.centralog.internal.redis.read.RawSamples.RawSample;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import dev.centralog.internal.wire.Drop;
import dev.centralog.internal.wire.GroupKey;
import dev.centralog.internal.wire.LifeSign;
import dev.centralog.internal.wire.ReservedGroups;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A decoder that turns the groups of a sealed window into events in the order of time. An unreadable payload never stops the
 * rest: its count becomes an event with no message, and its bytes are kept apart.
 */
final class WindowDecoder {
    /** The order by time, then by the process's own sequence, then by group, which makes the order the same each time. */
    private static final Comparator<GatheredEvent> IN_TIME_ORDER = Comparator.comparing(
                    (GatheredEvent gathered) -> gathered.event().time())
            .thenComparingLong(gathered -> gathered.event().sequence())
            .thenComparing(GatheredEvent::groupId);

    private static final Comparator<GatheredSample> SAMPLES_IN_TIME_ORDER = Comparator.comparing(
                    (GatheredSample sample) -> sample.event().time())
            .thenComparing(GatheredSample::process)
            .thenComparingLong(GatheredSample::number);

    private static final byte[] NO_NAME = {};
    private static final Drop UNKNOWN_DROP = new Drop(DropReport.EVENTS, "unknown", Origin.UNKNOWN);

    private final Instant windowStart;
    private final String delivery;
    private final boolean isAhead;
    private final WindowProcesses processes;
    private final List<GatheredEvent> events = new ArrayList<>();
    private final List<DropReport> drops = new ArrayList<>();
    private final List<ProcessSign> signs = new ArrayList<>();
    private final List<UnreadablePayload> unreadable = new ArrayList<>();

    /**
     * Makes a decoder for a window.
     *
     * @param isAhead whether it was sealed before its time, so that its content belongs to another second
     * @param processes what the processes of the window say of themselves
     */
    WindowDecoder(Instant windowStart, String delivery, boolean isAhead, WindowProcesses processes) {
        this.windowStart = windowStart;
        this.processes = processes;
        this.isAhead = isAhead;
        this.delivery = delivery;
    }

    /** The place of a group in the order of time. */
    record Place(Instant time, long sequence) {}

    /** Returns everything that was added, in the order of time. */
    Content content() {
        events.sort(IN_TIME_ORDER);
        return new Content(events, drops, unreadable, new Processes(processes.known(), signs));
    }

    /**
     * Adds a group and returns its place.
     *
     * @param counts the number of times it occurred, by process
     * @param read the group as it was read from Redis
     */
    Place add(ProcessCounts counts, GroupCount read) {
        if (GroupNames.isHash(read.group())) {
            return addGroup(counts, read, GroupKey.toHex(read.group()));
        }
        if (GroupNames.isDrop(read.group())) {
            return addDrop(counts.total(), read);
        }
        SignName sign = GroupNames.sign(read.group());
        if (sign != null) {
            return addSign(sign, read);
        }
        String leftOutBy = GroupNames.leftOutBy(read.group());
        if (leftOutBy != null) {
            return addDrop(counts.total(), read, new Drop(DropReport.SAMPLES, leftOutBy, Origin.UNKNOWN));
        }
        String name = GroupNames.harmless(read.group());
        return addEvent(
                counts, name, withoutMessage(), name.equals(ReservedGroups.OVERFLOW) ? Flag.OVERFLOW : Flag.NO_PAYLOAD);
    }

    private Place addGroup(ProcessCounts counts, GroupCount read, String groupId) {
        LogEvent event = withoutMessage();
        Flag flag = Flag.NO_PAYLOAD;
        if (Payload.isThere(read)) {
            try {
                EventDecoder.Decoded decoded = EventDecoder.read(Payload.readable(read));
                event = decoded.event();
                flag = flagOf(decoded);
            } catch (UnreadableEventException unreadable) {
                addUnreadable(groupId, read, unreadable);
                flag = Flag.UNREADABLE;
            }
        }
        Samples samples = samples(groupId, event, read.samples());
        events.add(new GatheredEvent(windowStart, groupId, delivery, counts, event, flag, samples));
        return new Place(event.time(), event.sequence());
    }

    private Samples samples(String groupId, LogEvent first, RawSamples raw) {
        if (raw.equals(RawSamples.NONE)) {
            return Samples.NONE;
        }
        List<GatheredSample> samples = new ArrayList<>(raw.all().size());
        for (RawSample each : raw.all()) {
            String process = HexFormat.of().toHexDigits(each.process());
            GroupCount read = new GroupCount(NO_NAME, 0, each.content(), each.refusedBytes());
            try {
                LogEvent event = EventDecoder.decodeSample(
                        Payload.readable(read), first, processes.origin(process, first.origin()), each.sequence());
                samples.add(new GatheredSample(process, each.sequence(), event));
            } catch (UnreadableEventException unreadable) {
                addUnreadable(groupId + ":" + process + ":" + each.sequence(), read, unreadable);
            }
        }
        samples.sort(SAMPLES_IN_TIME_ORDER);
        return new Samples(raw.isOwnCounted(), samples);
    }

    private Flag flagOf(EventDecoder.Decoded decoded) {
        if (decoded.varying()) {
            return Flag.VARYING;
        }
        boolean inItsSecond = decoded.event().time().getEpochSecond() == windowStart.getEpochSecond();
        return inItsSecond && !isAhead ? Flag.NONE : Flag.OTHER_TIME;
    }

    /** Adds a sign of life, with what can be read of it: it counts no event. */
    private Place addSign(SignName sign, GroupCount read) {
        ProcessSign.Content content = null;
        if (Payload.isThere(read)) {
            try {
                LifeSign decoded = ProcessDecoder.decodeSign(Payload.readable(read));
                content = new ProcessSign.Content(
                        decoded.process(), decoded.centralog(), decoded.java(), decoded.framework());
            } catch (UnreadableEventException unreadable) {
                addUnreadable(GroupNames.harmless(read.group()), read, unreadable);
            }
        }
        signs.add(new ProcessSign(windowStart, delivery, sign.process(), sign.kind(), content));
        return new Place(windowStart, 0);
    }

    private Place addDrop(long count, GroupCount counted) {
        return addDrop(count, counted, GroupNames.dropOf(counted.group(), UNKNOWN_DROP));
    }

    private Place addDrop(long count, GroupCount counted, Drop asNamed) {
        String name = GroupNames.harmless(counted.group());
        Drop drop = asNamed;
        if (Payload.isThere(counted)) {
            try {
                drop = DropDecoder.decode(Payload.readable(counted));
            } catch (UnreadableEventException unreadable) {
                addUnreadable(name, counted, unreadable);
            }
        }
        drops.add(new DropReport(windowStart, name, delivery, drop.stream(), count, drop.reason(), drop.origin()));
        return new Place(windowStart, 0);
    }

    private Place addEvent(ProcessCounts counts, String groupId, LogEvent event, Flag flag) {
        events.add(new GatheredEvent(windowStart, groupId, delivery, counts, event, flag));
        return new Place(event.time(), event.sequence());
    }

    private void addUnreadable(String groupId, GroupCount counted, UnreadableEventException poison) {
        unreadable.add(new UnreadablePayload(
                windowStart, groupId, delivery, Payload.bytes(counted), String.valueOf(poison.getMessage())));
    }

    private LogEvent withoutMessage() {
        return LogEvent.builder()
                .time(windowStart)
                .level(new Level("", 0))
                .thread(ThreadRef.UNKNOWN)
                .build();
    }
}
