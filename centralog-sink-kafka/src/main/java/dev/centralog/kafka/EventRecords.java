// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.ThreadRef;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.sink.TraceKeys;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.tail.EventJson;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of windows of events. A row of events is what {@code tail --json} prints of it.
 *
 * @param keys the MDC keys of trace ids
 */
record EventRecords(TraceKeys keys) {
    private static final EventJson JSON = new EventJson(Times.UTC, true);
    private static final String REJECTED = "rejected";

    /** The name of a dead letter that is a sample, see {@link #name}. */
    private static final Pattern SAMPLE_NAME = Pattern.compile("[0-9a-f]{32}:[0-9a-f]{16}:-?\\d{1,19}");

    /** Returns the records of a part of a window, each made when it is reached. */
    Stream<OutRecord> of(EventWindow.Content part) {
        return Stream.of(
                        part.events().stream().map(each -> row(each, part)),
                        part.drops().stream().map(EventRecords::drop),
                        part.processes().signs().stream().map(EventRecords::sign),
                        part.unreadable().stream().map(EventRecords::unreadable))
                .flatMap(Function.identity());
    }

    private OutRecord row(GatheredEvent event, EventWindow.Content part) {
        ProcessInfo process = process(event, part);
        String flag = event.flag().label();
        boolean hasSamples = !event.samples().further().isEmpty();
        return row(
                event, flag, process, () -> hasSamples ? withoutSamples(event, process) : withoutEvent(event, process));
    }

    /** Returns the process that has logged the row's own event; of one among several only what the event itself says. */
    private static ProcessInfo process(GatheredEvent event, EventWindow.Content part) {
        Map<String, Long> counts = event.processes().asMap();
        ProcessInfo only = counts.size() == 1
                ? part.processes().known().get(counts.keySet().iterator().next())
                : null;
        Origin origin = event.event().origin();
        return only == null
                ? new ProcessInfo(origin.app(), origin.environment(), "", origin.host(), origin.pid(), "")
                : only;
    }

    private OutRecord row(
            GatheredEvent event, String flag, ProcessInfo process, @Nullable Supplier<OutRecord.Smaller> smaller) {
        StoredEvent row = new StoredEvent(
                event.windowStart(),
                event.groupId(),
                event.delivery(),
                event.processes(),
                flag,
                new StoredEvent.InFull(event.inFull(), event.isOwnCounted()),
                event.event(),
                new StoredEvent.Own(process, keys.traceId(event.event())));
        JsonLine value = JSON.line(row, event.samples().further()).add("delivery", event.delivery());
        return OutRecord.of(head("event", event.windowStart(), event.groupId(), event.delivery()), value, smaller);
    }

    /** Returns the row without its samples, which are dead letters then. */
    private OutRecord.Smaller withoutSamples(GatheredEvent event, ProcessInfo process) {
        GatheredEvent alone = with(event, event.event(), event.flag());
        List<OutRecord> records = new ArrayList<>();
        records.add(row(alone, event.flag().label(), process, () -> withoutEvent(alone, process)));
        for (GatheredSample each : event.samples().further()) {
            records.add(LetterRecords.of(
                    new UnreadablePayload(
                            event.windowStart(),
                            name(event, each),
                            event.delivery(),
                            EventWire.encode(each.event()),
                            LetterRecords.TOO_LARGE),
                    DropReport.SAMPLES));
        }
        return new OutRecord.Smaller(records, event.samples().further().size());
    }

    private static String name(GatheredEvent event, GatheredSample sample) {
        return event.groupId() + ":" + sample.process() + ":" + sample.number();
    }

    /** Returns the row with its count, and with an event that has little; the whole event is a dead letter then. */
    private OutRecord.Smaller withoutEvent(GatheredEvent event, ProcessInfo process) {
        LogEvent whole = event.event();
        LogEvent bare = LogEvent.builder()
                .time(whole.time())
                .level(whole.level())
                .logger(whole.logger())
                .origin(whole.origin())
                .thread(ThreadRef.UNKNOWN)
                .sequence(whole.sequence())
                .build();
        UnreadablePayload letter = new UnreadablePayload(
                event.windowStart(),
                event.groupId(),
                event.delivery(),
                EventWire.encode(whole, event.flag() == GatheredEvent.Flag.VARYING),
                LetterRecords.TOO_LARGE);
        OutRecord row = row(with(event, bare, GatheredEvent.Flag.NO_PAYLOAD), REJECTED, process, null);
        return new OutRecord.Smaller(List.of(row, LetterRecords.of(letter, DropReport.EVENTS)), 1);
    }

    /** Returns the same count with another event, and without samples. */
    private static GatheredEvent with(GatheredEvent event, LogEvent other, GatheredEvent.Flag flag) {
        return new GatheredEvent(
                event.windowStart(),
                event.groupId(),
                event.delivery(),
                event.processes(),
                other,
                flag,
                new GatheredEvent.Samples(event.samples().isOwnCounted(), List.of()));
    }

    private static OutRecord drop(DropReport drop) {
        Origin origin = drop.origin();
        JsonLine value = new JsonLine()
                .add("second", Times.UTC.iso(drop.windowStart()))
                .add("stream", drop.stream())
                .add("reason", drop.reason())
                .add("count", drop.count())
                .add("app", origin.app())
                .add("environment", origin.environment())
                .add("host", origin.host())
                .add("pid", origin.pid())
                .add("group", drop.groupId())
                .add("delivery", drop.delivery());
        return OutRecord.of(head("drop", drop.windowStart(), drop.groupId(), drop.delivery()), value, null);
    }

    private static OutRecord sign(ProcessSign sign) {
        JsonLine value = new JsonLine()
                .add("second", Times.UTC.iso(sign.windowStart()))
                .add("process", sign.process())
                .add("kind", sign.kind().label())
                .add("delivery", sign.delivery());
        ProcessSign.Content content = sign.content();
        if (content != null) {
            ProcessInfo info = content.info();
            value.add("app", info.app())
                    .add("environment", info.environment())
                    .add("release", info.release())
                    .add("host", info.host())
                    .add("pid", info.pid())
                    .add("instance", info.instance())
                    .add("centralog", content.centralog())
                    .add("java", content.java())
                    .add("framework", content.framework());
        }
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("window_start", sign.windowStart().toString());
        identity.put("delivery", sign.delivery());
        identity.put("process", sign.process());
        identity.put("sign", sign.kind().label());
        return OutRecord.of(new OutRecord.Head("sign", sign.process(), identity), value, null);
    }

    private static OutRecord unreadable(UnreadablePayload letter) {
        boolean isSample = SAMPLE_NAME.matcher(letter.groupId()).matches();
        return LetterRecords.of(letter, isSample ? DropReport.SAMPLES : DropReport.EVENTS);
    }

    private static OutRecord.Head head(String kind, Instant windowStart, String group, String delivery) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("window_start", windowStart.toString());
        identity.put("group", group);
        identity.put("delivery", delivery);
        return new OutRecord.Head(kind, group, identity);
    }
}
