// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FamilyExplanationTest {
    @Test
    void explanation_ofAnEvent_namesThePartsTheKeyAndTheId() {
        FamilySource source = new FamilySource(
                "shop", "com.example.Shop", "ERROR", null, null, List.of(), "order 17 failed after 20 ms", false);

        assertThat(FamilyExplanation.of(source))
                .containsExactly(
                        "text      order {17} failed after {20 ms}",
                        "family    order {} failed after {}",
                        "taken out 17: number",
                        "taken out 20 ms: number",
                        "app       shop",
                        "logger    com.example.Shop",
                        "level     ERROR",
                        "thrown    none",
                        "id        " + Family.of(source).id() + ", by version 1 of the rules");
    }

    @Test
    void explanation_ofAPlace_saysThatItsTextsVary() {
        FamilySource source = new FamilySource("shop", "a.B", "ERROR", "a.B", "run", List.of("a.C", "a.D"), "x", true);

        assertThat(FamilyExplanation.of(source))
                .contains(
                        "place     the texts of this place vary, so it is the family, whatever the text",
                        "thrown    a.C, a.D");
    }

    @Test
    void explanation_ofThousandsOfParts_isShort() {
        assertThat(FamilyExplanation.ofText("1 a ".repeat(1000))).hasSize(103).contains("taken out 900 further parts");
    }
}
