// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.DropReason;
import dev.centralog.Origin;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.decode.DropDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DropCodecTest {
    @ParameterizedTest
    @EnumSource
    void drop_ofEveryReason_comesBackEqual(DropReason reason) {
        Drop drop = new Drop(DropReport.EVENTS, reason.label(), new Origin("a\"b", "é", "h", 12));

        assertThat(DropDecoder.decode(DropEncoder.encode(drop))).isEqualTo(drop);
    }

    @Test
    void drop_ofANewerReasonWithNewerFields_isRead() {
        byte[] json = "{\"v\":1,\"x\":[{}],\"drop\":\"newReason\",\"app\":\"a\"}".getBytes(UTF_8);

        assertThat(DropDecoder.decode(json))
                .isEqualTo(new Drop(DropReport.EVENTS, "newReason", new Origin("a", "", "", 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"v\":1}",
                "{\"drop\":\"x\"}",
                "{\"v\":2,\"drop\":\"x\"}",
                "{\"v\":1,\"drop\":1}"
            })
    void garbage_isUnreadable(String json) {
        assertThatThrownBy(() -> DropDecoder.decode(json.getBytes(UTF_8)))
                .isExactlyInstanceOf(UnreadableEventException.class);
    }
}
