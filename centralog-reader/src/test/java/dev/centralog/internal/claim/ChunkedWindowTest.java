// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow.Content;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.internal.decode.GroupNames;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import dev.centralog.internal.wire.ReservedGroups;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that a window in parts has the same content in the same order, and that no part is larger than allowed. */
class ChunkedWindowTest {
    private static final Instant START = Instant.ofEpochSecond(1_767_225_600);
    private static final int EVENTS = 100;
    private static final int GROUPS = EVENTS + 4;
    private static final int PROCESSES = 3;

    /** Groups in memory, each of several names, with the number of payloads that were read. */
    private static final class Stored implements ChunkedWindow.Groups {
        private final List<GroupCount> groups;
        private int read;

        Stored(List<GroupCount> groups) {
            this.groups = groups;
        }

        @Override
        public WindowDecoder reader(WindowProcesses processes) {
            return new WindowDecoder(START, "source:0:1", false, processes);
        }

        /** Returns the names in an order in which no two names of a group are neighbours. */
        @Override
        public GroupSums sums() {
            GroupSums sums = new GroupSums();
            for (long process = PROCESSES; process > 0; process--) {
                for (GroupCount group : groups) {
                    if (group.group().length == ReservedGroups.HASH_BYTES) {
                        byte[] name = ByteBuffer.allocate(GroupNames.HASH_AND_PROCESS_BYTES)
                                .put(group.group())
                                .putLong(process)
                                .array();
                        sums.add(name, process * group.repeats());
                    } else if (process == 1) {
                        sums.add(group.group(), group.repeats());
                    }
                }
            }
            return sums;
        }

        @Override
        public Iterator<GroupCount> some(List<byte[]> chosen, long names) {
            assertThat(names).isEqualTo(PROCESSES * (groups.size() - 2) + 2);
            read += (int) chosen.stream().filter(each -> !isProcess(each)).count();
            return chosen.stream().map(this::whole).iterator();
        }

        private GroupCount whole(byte[] name) {
            return groups.stream()
                    .filter(known -> Arrays.equals(known.group(), name) || isProcess(name))
                    .map(known -> isProcess(name) ? new GroupCount(name, 0, null) : known)
                    .findFirst()
                    .orElseThrow();
        }

        private static boolean isProcess(byte[] name) {
            return name.length == Long.BYTES;
        }
    }

    /** Returns events, several of them with the same time, and everything else that a window may hold. */
    private static Stored stored(int events) {
        List<GroupCount> groups = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            LogEvent event = LogEvent.builder()
                    .time(START.plusMillis(i / 3 * 10L))
                    .sequence(i % 2)
                    .message("event " + i)
                    .build();
            groups.add(
                    new GroupCount(("group" + (10_000_000_000L + i)).getBytes(UTF_8), 1 + i, EventWire.encode(event)));
        }
        groups.add(new GroupCount("~overflow".getBytes(UTF_8), 7, null));
        groups.add(new GroupCount("~drop:bufferFull:x".getBytes(UTF_8), 9, null));
        groups.add(new GroupCount("garbage_________".getBytes(UTF_8), 3, "{".getBytes(UTF_8)));
        groups.add(new GroupCount("not_fetched_____".getBytes(UTF_8), 4, null, 512 << 20));
        Collections.shuffle(groups, new Random(1));
        return new Stored(groups);
    }

    private static Content together(Iterable<Content> parts) {
        List<GatheredEvent> events = new ArrayList<>();
        List<DropReport> drops = new ArrayList<>();
        List<UnreadablePayload> unreadable = new ArrayList<>();
        for (Content part : parts) {
            events.addAll(part.events());
            drops.addAll(part.drops());
            unreadable.addAll(part.unreadable());
        }
        return new Content(events, drops, unreadable);
    }

    @Test
    void window_thatFits_isOnePartAndReadOnce() {
        Stored stored = stored(EVENTS);

        Iterable<Content> parts = ChunkedWindow.read(stored, 10_000_000);

        assertThat(parts).hasSize(1);
        List<GatheredEvent> events = together(parts).events();
        assertThat(events).hasSize(EVENTS + 3);
        assertThat(events)
                .filteredOn(each -> "event 9".equals(each.event().message()))
                .singleElement()
                .returns(60L, GatheredEvent::repeats)
                .returns(
                        "{\"0000000000000001\":10,\"0000000000000002\":20,\"0000000000000003\":30}",
                        each -> each.processes().json());
        assertThat(stored.read).isEqualTo(GROUPS);
    }

    @Test
    void window_thatDoesNotFit_isTheSameInTheSameOrder() {
        Content whole = together(ChunkedWindow.read(stored(EVENTS), Long.MAX_VALUE));
        Stored stored = stored(EVENTS);

        Iterable<Content> parts = ChunkedWindow.read(stored, 10_000);
        Content together = together(parts);

        assertThat(stored.read).isEqualTo(2 * GROUPS); // once to find the order, once for the parts
        assertThat(together.events()).isEqualTo(whole.events());
        assertThat(together.drops()).isEqualTo(whole.drops());
        assertThat(together.unreadable()).hasSize(2).hasSameSizeAs(whole.unreadable());
        assertThat(parts).hasSizeGreaterThan(5).allSatisfy(part -> assertThat(part.events())
                .hasSizeLessThan(17));
    }

    @Test
    void group_thatFitsNoPart_isOneOfItsOwn() {
        Iterable<Content> parts = ChunkedWindow.read(stored(2), 1);

        assertThat(parts).hasSize(6);
        assertThat(together(parts).events().stream()
                        .mapToLong(GatheredEvent::repeats)
                        .sum())
                .isEqualTo(6 * (1 + 2 + 3 + 4) + 7);
    }

    @Test
    void payload_ofManyItems_weighsMoreThanItsBytes() {
        byte[] payload = ("[0" + ",0".repeat(1000) + "]").getBytes(UTF_8);

        assertThat(MemoryEstimate.of(payload)).isGreaterThan(20L * payload.length);
    }
}
