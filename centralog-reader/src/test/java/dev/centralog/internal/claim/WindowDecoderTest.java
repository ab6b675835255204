// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import dev.centralog.internal.wire.ReservedGroups;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowDecoderTest {
    private static final Instant START = Instant.ofEpochSecond(1_767_225_600);
    private static final LogEvent IN_ITS_SECOND =
            LogEvent.builder().time(START.plusNanos(1)).message("user 7 failed").build();
    private static final LogEvent OF_ANOTHER_SECOND =
            IN_ITS_SECOND.toBuilder().time(START.minusSeconds(1)).build();

    @Test
    void flag_ofAWholeEvent_isThatOfItsTime() {
        assertThat(decoded(EventWire.encode(IN_ITS_SECOND), false).flag()).isEqualTo(Flag.NONE);
        assertThat(decoded(EventWire.encode(OF_ANOTHER_SECOND), false).flag()).isEqualTo(Flag.OTHER_TIME);
        assertThat(decoded(EventWire.encode(IN_ITS_SECOND), true).flag()).isEqualTo(Flag.OTHER_TIME);
    }

    @Test
    void flag_ofAVaryingRow_isVarying_whateverItsTime() {
        for (LogEvent event : new LogEvent[] {IN_ITS_SECOND, OF_ANOTHER_SECOND}) {
            for (boolean isAhead : new boolean[] {false, true}) {
                GatheredEvent varying = decoded(EventWire.encode(event, true), isAhead);

                assertThat(varying.flag()).isEqualTo(Flag.VARYING);
                assertThat(varying.flag().isWhole()).isTrue();
                assertThat(varying.event()).isEqualTo(event);
            }
        }
    }

    @Test
    void fieldVarying_ofAnotherType_isUnreadable() {
        String json = new String(EventWire.encode(IN_ITS_SECOND, true), UTF_8);

        byte[] wrong = json.replace("\"varying\":true", "\"varying\":1").getBytes(UTF_8);

        assertThat(decoded(wrong, false).flag()).isEqualTo(Flag.UNREADABLE);
    }

    private static GatheredEvent decoded(byte[] payload, boolean isAhead) {
        WindowDecoder decoder = new WindowDecoder(START, "source:0:1", isAhead, new WindowProcesses(List.of()));
        decoder.add(ProcessCounts.ofUnknown(3), new GroupCount(new byte[ReservedGroups.HASH_BYTES], 3, payload));
        return decoder.content().events().get(0);
    }
}
