// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.decode.ActionKeyDecoder;
import dev.centralog.internal.decode.ActionKeyDecoder.Ids;
import dev.centralog.internal.decode.GroupNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionKeyTest {
    private static final List<String> ODD = List.of(
            "", " ", "bob", "Bob", "bob ", "1:", ":", "10:x", "~overflow", "a\tb\r\n", "é😀", "\u0001", "0", "00");

    @Test
    void pairs_ofOddIds_areDistinctAndComeBack() {
        Set<String> groups = new HashSet<>();
        for (String user : ODD) {
            for (String action : ODD) {
                byte[] group = ActionKey.group(ActionKey.id(user), ActionKey.id(action));

                assertThat(ActionKeyDecoder.parse(group)).isEqualTo(new Ids(user, action));
                assertThat(groups.add(new String(group, UTF_8))).isTrue();
                assertThat(GroupNames.isOverflow(group)).isFalse();
            }
        }
    }

    @Test
    void group_isReadable() {
        assertThat(ActionKey.group("42", "logon")).asString(UTF_8).isEqualTo("2:42logon");
    }

    @Test
    void ids_tooLong_keepTheirStartAndStayDistinct() {
        String start = "x".repeat(10_000);
        List<String> ids = new ArrayList<>();
        for (String end : List.of("", "1", "2", "é")) {
            ids.add(ActionKey.id(start + end));
        }

        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(id).startsWith("x".repeat(200));
            assertThat(id.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(ActionKey.MAX_ID_BYTES);
            assertThat(ActionKey.id(id)).isEqualTo(id);
        });
        String longest = "é".repeat(127);
        assertThat(ActionKey.id(longest)).isSameAs(longest);
        assertThat(ActionKey.id(longest + "xy")).isNotEqualTo(longest + "xy");
    }

    @Test
    void ids_thatNoDatabaseStores_areMended() {
        assertThat(ActionKey.id("a\0b")).isEqualTo("a␀b");
        assertThat(ActionKey.id("a\ud800b")).isEqualTo("a\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "1", "1:", "2:a", "x:a", "-1:a", "01:ab", "~drop:x:y", "99999999999:a", "1:\0a"})
    void foreignGroups_areRefused(String group) {
        assertThatThrownBy(() -> ActionKeyDecoder.parse(group.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void splitWithinACharacter_isRefused() {
        assertThatThrownBy(() -> ActionKeyDecoder.parse("1:é".getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class);
    }
}
