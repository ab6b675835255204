// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.decode.GroupNames;
import dev.centralog.internal.wire.ReservedGroups.Sign;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedGroupsTest {
    private static String harmless(String group) {
        return GroupNames.harmless(group.getBytes(UTF_8));
    }

    @Test
    void harmless_reservedName_staysAsItIs() {
        assertThat(harmless("~overflow")).isEqualTo("~overflow");
        assertThat(harmless("~drop:bufferFull:00ff")).isEqualTo("~drop:bufferFull:00ff");
    }

    /** Tests that no name of a process can be taken for an event's, which is 16 bytes long, or 24 with the process. */
    @ParameterizedTest
    @EnumSource
    void sign_ofAnyKind_isOneAndPassedOver(Sign sign) {
        byte[] group = ReservedGroups.sign(sign, 0xff);

        assertThat(new String(group, UTF_8)).matches("~[a-z]+:00000000000000ff");
        assertThat(group.length).isNotIn(16, 24);
        assertThat(ReservedGroups.isSign(group)).isTrue();
        assertThat(GroupNames.sign(group)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "~end",
                "~drop:bufferFull:00000000000000ff",
                "~overflow:00000000000000ff",
                "~end:abcdefghijk",
                "5:~end:buy"
            })
    void sign_otherNames_areNone(String name) {
        assertThat(ReservedGroups.isSign(name.getBytes(UTF_8))).isFalse();
    }

    @Test
    void harmless_foreignName_isHexadecimal() {
        assertThat(harmless("a b")).isEqualTo("~x612062");
        assertThat(GroupNames.harmless(new byte[] {(byte) 0xff})).isEqualTo("~xff");
    }

    @Test
    void harmless_namesThatLookAlike_areApart() {
        String start = "long".repeat(16);

        List<String> names = List.of("~x612062", "a b", start, start + "a", start + "b", start + "\ud83d\ude00");

        assertThat(names.stream().map(ReservedGroupsTest::harmless)).doesNotHaveDuplicates();
    }

    @Test
    void harmless_veryLongName_isShortAscii() {
        assertThat(harmless("\ud83d\ude00".repeat(1000))).matches("~x[0-9a-f]{128}:[0-9a-f]{32}");
    }
}
