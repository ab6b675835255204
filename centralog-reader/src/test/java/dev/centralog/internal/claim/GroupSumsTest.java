// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow.Content;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.internal.claim.GroupSums.Group;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests that the names of a window become groups, for all processes together. */
class GroupSumsTest {
    private static final String GROUP = "0123456789abcdef";
    private static final String FIRST = "00000000000000ff";

    private final GroupSums sums = new GroupSums();

    private void add(String name, long count) {
        sums.add(name.getBytes(ISO_8859_1), count);
    }

    private Map<String, ProcessCounts> groups() {
        Map<String, ProcessCounts> groups = new TreeMap<>();
        for (Group group : sums.groups()) {
            assertThat(groups.put(new String(group.name(), ISO_8859_1), group.counts()))
                    .isNull();
        }
        return groups;
    }

    @Test
    void names_ofOneGroup_areSummedByProcess() {
        add(GROUP + "\0\0\0\0\0\0\0\u00ff", 3);
        add("another group 16" + "\0\0\0\0\0\0\0\u00ff", 7);
        add(GROUP + "\u00ff\0\0\0\0\0\0\0", 4);

        assertThat(groups())
                .containsExactly(
                        entry(
                                GROUP,
                                ProcessCounts.builder()
                                        .add(0xff, 3)
                                        .add(0xff00000000000000L, 4)
                                        .build()),
                        entry("another group 16", ProcessCounts.of(0xff, 7)));
        assertThat(sums.names()).isEqualTo(3);
    }

    @Test
    void name_withoutAProcess_isThatOfZeros() {
        add(GROUP, 3);
        add(GROUP + "\0\0\0\0\0\0\0\0", 4);

        assertThat(groups()).containsExactly(entry(GROUP, ProcessCounts.ofUnknown(7)));
    }

    @Test
    void overflow_ofAllProcesses_isOneGroup() {
        add("~overflow:" + FIRST, 3);
        add("~overflow", 4);
        add("~overflow:ffffffffffffffff", 5);

        assertThat(groups())
                .containsExactly(entry(
                        "~overflow",
                        ProcessCounts.builder()
                                .add(0, 4)
                                .add(0xff, 3)
                                .add(-1, 5)
                                .build()));
    }

    @Test
    void signsOfLife_areTold_andCountNoEvents() {
        add("~start:" + FIRST, 1);
        add("~alive:" + FIRST, 1);
        add("~end:" + FIRST, 1);
        add(GROUP, 3);
        WindowDecoder decoder = new WindowDecoder(Instant.EPOCH, "source:0:1", false, new WindowProcesses(List.of()));
        sums.groups().forEach(group -> decoder.add(group.counts(), new GroupCount(group.name(), 0, null)));
        Content content = decoder.content();

        assertThat(content.events()).hasSize(1);
        assertThat(content.processes().signs())
                .extracting(ProcessSign::kind, ProcessSign::process)
                .containsExactlyInAnyOrder(
                        tuple(ProcessSign.Kind.START, FIRST),
                        tuple(ProcessSign.Kind.ALIVE, FIRST),
                        tuple(ProcessSign.Kind.END, FIRST));
    }

    @Test
    void samplesLeftOut_areReportedByWhoLeftThemOut() {
        add("~left:" + FIRST, 2);
        add("~left:redis:" + FIRST, 3);
        WindowDecoder decoder = new WindowDecoder(Instant.EPOCH, "source:0:1", false, new WindowProcesses(List.of()));
        sums.groups().forEach(group -> decoder.add(group.counts(), new GroupCount(group.name(), 0, null)));

        assertThat(decoder.content().drops())
                .extracting(DropReport::stream, DropReport::reason, DropReport::count)
                .containsExactlyInAnyOrder(
                        tuple(DropReport.SAMPLES, "process", 2L), tuple(DropReport.SAMPLES, "redis", 3L));
    }

    @Test
    void names_thatOnlyLookAlike_areGroupsOfTheirOwn() {
        List<String> names = List.of("~start:", "~left:xyz", "~start:" + FIRST + "00", "~overflow:FF", "~overflow:");
        names.forEach(name -> add(name, 1));

        assertThat(groups()).containsOnlyKeys(names);
    }

    @Test
    void drops_withoutPayload_sayWhatTheirNameSays() {
        add("~drop:bufferFull:" + FIRST, 3);
        add("~drop:closed:" + FIRST + ":actions", 4);
        add("~drop:of version 1", 5);
        WindowDecoder decoder = new WindowDecoder(Instant.EPOCH, "source:0:1", false, new WindowProcesses(List.of()));
        sums.groups().forEach(group -> decoder.add(group.counts(), new GroupCount(group.name(), 0, null)));

        Content content = decoder.content();

        assertThat(content.events()).isEmpty();
        assertThat(content.drops())
                .extracting(DropReport::stream, DropReport::reason, DropReport::count)
                .containsExactly(
                        tuple(DropReport.EVENTS, "bufferFull", 3L),
                        tuple(DropReport.ACTIONS, "closed", 4L),
                        tuple(DropReport.EVENTS, "unknown", 5L));
        assertThat(content.drops()).extracting(DropReport::groupId).doesNotHaveDuplicates();
    }

    @Test
    void overflow_decoded_isFlaggedAndHasItsProcesses() {
        add("~overflow:" + FIRST, 3);
        WindowDecoder decoder = new WindowDecoder(Instant.EPOCH, "source:0:1", false, new WindowProcesses(List.of()));
        sums.groups().forEach(group -> decoder.add(group.counts(), new GroupCount(group.name(), 0, null)));

        assertThat(decoder.content().events())
                .singleElement()
                .returns("~overflow", GatheredEvent::groupId)
                .returns(GatheredEvent.Flag.OVERFLOW, GatheredEvent::flag)
                .returns(3L, GatheredEvent::repeats)
                .returns(ProcessCounts.of(0xff, 3), GatheredEvent::processes);
    }

    /** Tests names of equal hash codes, because every client that may write to Redis can choose names. */
    @Test
    void names_ofEqualHash_areApart() {
        for (int i = 0; i < 1 << 12; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 13; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // which have equal hash codes
            }
            sums.add(name.toString().getBytes(UTF_8), i % 100);
        }

        assertThat(groups()).hasSize(4096);
    }
}
