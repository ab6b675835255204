// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.SourceLocation;
import dev.centralog.internal.wire.GroupKey.Parts;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The test vectors of the group key: another value for the same parts is a change of the protocol. */
final class GroupKeyTest {
    private static final Parts PARTS =
            new Parts("shop", "test", "com.example.Shop", "sold {} to {}", "INFO", "java.io.IOException a.B");
    private static final SourceLocation PLACE = new SourceLocation("com.example.Shop", "sell", "Shop.java", 42);

    @Test
    void keys_haveTheirPublishedValues() {
        assertThat(GroupKey.toHex(GroupKey.callSite(PARTS, PLACE))).isEqualTo("1a4d1104f1e6accf17747b3f663b3d61");
        assertThat(GroupKey.toHex(GroupKey.template(PARTS))).isEqualTo("fdc295157d5408cf5d45c7876558c41f");
        assertThat(GroupKey.toHex(GroupKey.message(PARTS, PLACE, "sold 1 to me")))
                .isEqualTo("74ab0b1dfbc2c768d143a378c6513b8e");
        assertThat(GroupKey.toHex(GroupKey.message(PARTS, null, "sold 1 to me")))
                .isEqualTo("eb8adba371bea94613e04ae65eb60642");
        assertThat(GroupKey.toHex(GroupKey.fingerprint("shop", "test", "order-failed")))
                .isEqualTo("db5c85b3b18fcd90f7ed7e60613bf21e");
        assertThat(GroupKey.toHex(GroupKey.template(new Parts("", "", null, null, "", null))))
                .isEqualTo("cbf730309ea267fdea4b3ca711037202");
        assertThat(GroupKey.toHex(GroupKey.template(new Parts("é", "😀", "\0", "\n", "L", ""))))
                .isEqualTo("5f21a4ead4069829f38e53740750c15d");
    }

    @Test
    void callSite_withoutLocation_isTheTemplateKey() {
        assertThat(GroupKey.callSite(PARTS, null)).isEqualTo(GroupKey.template(PARTS));
    }

    @Test
    void everyPart_makesADifference() {
        Set<String> keys = new LinkedHashSet<>();
        int count = 0;
        for (int changed = 0; changed <= 6; changed++) {
            Parts parts = parts(changed, "x");
            keys.add(GroupKey.toHex(GroupKey.callSite(parts, PLACE)));
            keys.add(GroupKey.toHex(GroupKey.template(parts)));
            count += 2;
        }
        for (SourceLocation other : new SourceLocation[] {
            new SourceLocation("com.example.Shop", "sell", "Shop.java", 43),
            new SourceLocation("com.example.Shop", "sell", "Other.java", 42),
            new SourceLocation("com.example.Shop", "sell", null, 42)
        }) {
            keys.add(GroupKey.toHex(GroupKey.callSite(PARTS, other)));
            count++;
        }

        assertThat(keys).hasSize(count);
    }

    private static Parts parts(int changed, @Nullable String to) {
        return new Parts(
                changed == 1 ? "x" : PARTS.app(),
                changed == 2 ? "x" : PARTS.environment(),
                changed == 3 ? to : PARTS.logger(),
                changed == 4 ? to : PARTS.template(),
                changed == 5 ? "x" : PARTS.level(),
                changed == 6 ? to : PARTS.thrownClasses());
    }

    @Test
    void nothing_andEmpty_differ() {
        for (int part : new int[] {3, 4, 6}) {
            assertThat(GroupKey.template(parts(part, null))).isNotEqualTo(GroupKey.template(parts(part, "")));
        }
    }

    @Test
    void parts_thatJoinToTheSameText_differ() {
        assertThat(GroupKey.fingerprint("ab", "c", "d")).isNotEqualTo(GroupKey.fingerprint("a", "bc", "d"));
        assertThat(GroupKey.fingerprint("a", "b", "")).isNotEqualTo(GroupKey.fingerprint("a", "", "b"));
    }

    @Test
    void message_countsInsteadOfTheTemplate() {
        Parts other = parts(4, "another template");

        assertThat(GroupKey.message(other, PLACE, "m")).isEqualTo(GroupKey.message(PARTS, PLACE, "m"));
        assertThat(GroupKey.message(PARTS, PLACE, "n")).isNotEqualTo(GroupKey.message(PARTS, PLACE, "m"));
    }
}
