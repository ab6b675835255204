// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.SourceLocation;
import dev.centralog.internal.wire.GroupKey.Parts;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The test vectors of the group key: a different value for the same parts is a change of the protocol. */
final class GroupKeyTest {
    private static final Parts PARTS = new Parts("shop", "prod", "ERROR", "com.acme.Cart", "java.io.IOException");
    private static final SourceLocation PLACE = new SourceLocation("com.acme.Cart", "sell", "Cart.java", 42);
    private static final String TEMPLATE = "no item {}";

    /** Compares with values that another program computed; the first three are in docs/protocol.md. */
    @Test
    void keys_haveTheirPublishedValues() {
        assertThat(GroupKey.toHex(GroupKey.callSite(PARTS, PLACE, TEMPLATE)))
                .isEqualTo("6563d11072056763867f6cc9e77da9e9");
        assertThat(GroupKey.toHex(GroupKey.place(parts(5, null), PLACE, TEMPLATE)))
                .isEqualTo("65b19110ae052651fc4654c5e67e5806");
        assertThat(GroupKey.toHex(GroupKey.fingerprint(PARTS, "card [masked]")))
                .isEqualTo("28048bae2f63ae4644b0347b75b3fbab");

        assertThat(GroupKey.toHex(GroupKey.template(PARTS, TEMPLATE))).isEqualTo("9cd5038a158025621c8971bcefdb1184");
        assertThat(GroupKey.toHex(GroupKey.message(PARTS, PLACE, "no item 7")))
                .isEqualTo("397855459b5cfa4129c2c20cf9f58955");
        assertThat(GroupKey.toHex(GroupKey.message(PARTS, null, "no item 7")))
                .isEqualTo("7243d8577d0a2fed023ab01739011894");
        assertThat(GroupKey.toHex(GroupKey.template(new Parts("", "", "", null, null), null)))
                .isEqualTo("998f35c57685bb9dd0920f79d5f54e9f");
        assertThat(GroupKey.toHex(GroupKey.template(new Parts("é", "😀", "L", "\0", ""), "\n")))
                .isEqualTo("f29f370deda1bd6d0ba7504b7e027f5d");
    }

    @Test
    void key_ofGeneratedClasses_isThatOfWhatTheyWereMadeFor() {
        Parts generated = new Parts(
                "shop",
                "prod",
                "ERROR",
                "com.acme.Cart$$Lambda$14/0x00007f0b3c001208",
                "com.acme.Lost/0x0000000800c03000 java.io.IOException");
        SourceLocation place =
                new SourceLocation("com.acme.Cart$$EnhancerBySpringCGLIB$$1a2b", "lambda$sell$7", "<generated>", -2);

        assertThat(GroupKey.toHex(GroupKey.place(generated, place, TEMPLATE)))
                .isEqualTo("6616e26ef6f6b0a6a4a2a0cd58e9e1f0");
    }

    @Test
    void placeAndCallSite_withoutAPlace_areTheTemplateKey() {
        assertThat(GroupKey.callSite(PARTS, null, TEMPLATE)).isEqualTo(GroupKey.template(PARTS, TEMPLATE));
        assertThat(GroupKey.place(PARTS, null, TEMPLATE)).isEqualTo(GroupKey.template(PARTS, TEMPLATE));
    }

    @Test
    void everyPart_makesADifference() {
        Set<String> keys = new LinkedHashSet<>();
        int count = 0;
        for (int changed = 0; changed <= 5; changed++) {
            Parts parts = parts(changed, "x");
            for (String text : new String[] {TEMPLATE, "x"}) {
                keys.add(GroupKey.toHex(GroupKey.callSite(parts, PLACE, text)));
                keys.add(GroupKey.toHex(GroupKey.template(parts, text)));
                keys.add(GroupKey.toHex(GroupKey.message(parts, PLACE, text)));
                keys.add(GroupKey.toHex(GroupKey.fingerprint(parts, text)));
                count += 4;
            }
            keys.add(GroupKey.toHex(GroupKey.place(parts, PLACE, TEMPLATE)));
            count++;
        }
        for (SourceLocation other : new SourceLocation[] {
            new SourceLocation("com.acme.Cart", "sell", "Cart.java", 43),
            new SourceLocation("com.acme.Cart", "sell", "Other.java", 42),
            new SourceLocation("com.acme.Cart", "sell", null, 42),
            new SourceLocation("com.acme.Cart", "buy", null, 42),
            new SourceLocation("com.acme.Other", "buy", null, 42),
            new SourceLocation("com.acme.Cart", "sell", "Cart.java", -1)
        }) {
            keys.add(GroupKey.toHex(GroupKey.callSite(PARTS, other, TEMPLATE)));
            keys.add(GroupKey.toHex(GroupKey.place(PARTS, other, TEMPLATE)));
            count += 2;
        }

        assertThat(keys).hasSize(count);
    }

    private static Parts parts(int changed, @Nullable String to) {
        return new Parts(
                changed == 1 ? "x" : PARTS.app(),
                changed == 2 ? "x" : PARTS.environment(),
                changed == 3 ? "x" : PARTS.level(),
                changed == 4 ? to : PARTS.logger(),
                changed == 5 ? to : PARTS.thrownClasses());
    }

    @Test
    void nothing_andEmpty_differ() {
        for (int part : new int[] {4, 5}) {
            assertThat(GroupKey.template(parts(part, null), TEMPLATE))
                    .isNotEqualTo(GroupKey.template(parts(part, ""), TEMPLATE));
        }
        assertThat(GroupKey.template(PARTS, null)).isNotEqualTo(GroupKey.template(PARTS, ""));
    }

    @Test
    void parts_thatJoinToTheSameText_differ() {
        assertThat(GroupKey.digest("ab", "c", "d")).isNotEqualTo(GroupKey.digest("a", "bc", "d"));
        assertThat(GroupKey.digest("a", "b", "")).isNotEqualTo(GroupKey.digest("a", "", "b"));
    }

    @Test
    void place_whateverTheTextIs_isTheSame() {
        assertThat(GroupKey.place(PARTS, PLACE, "another")).isEqualTo(GroupKey.place(PARTS, PLACE, TEMPLATE));
    }

    @Test
    void line_thatIsNotKnown_isOneWhateverTheReason() {
        assertThat(GroupKey.place(PARTS, new SourceLocation("a.B", "c", "B.java", -2), null))
                .isEqualTo(GroupKey.place(PARTS, new SourceLocation("a.B", "c", "B.java", -1), null));
    }
}
