// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTableTest {
    private static final Result MET = new Result("repeat", Limit.atMost(2, "× no-op"), 1.5, "60 ns to 40 ns");
    private static final Result MISSED = new Result("shipping", Limit.atLeast(80, "% of Redis"), 70.25, "7 to 10");

    @Test
    void markdown_targets_saysMetAndMissedAndConservationBelow() {
        Section repeats = new Section("Repeats", List.of(MET), List.of(), "| a |\n");
        Section shipping = new Section(
                "Shipping", List.of(MISSED), List.of("conservation: logged=2 acknowledged=2 dropped=0 OK"), "| b |\n");

        TargetTable table = new TargetTable("2 cores, made up.", List.of(repeats, shipping));

        assertThat(table.isConserved()).isTrue();
        assertThat(table.markdown()).isEqualTo("""
                | work | target | measured | of |  |
                | --- | --: | --: | --: | --: |
                | repeat | at most 2 × no-op | 1.50 × no-op | 60 ns to 40 ns | met |
                | shipping | at least 80 % of Redis | 70.25 % of Redis | 7 to 10 | **missed** |
                | ↳ conservation: logged=2 acknowledged=2 dropped=0 OK |  |  |  |  |

                2 cores, made up.

                ### Repeats

                | a |

                ### Shipping

                | b |
                """);
    }

    @Test
    void conservation_thatDoesNotAddUp_isTold() {
        Section lost =
                new Section("Shipping", List.of(MET), List.of("conservation: logged=2 acknowledged=1 LOST 1"), "");

        assertThat(new TargetTable("made up", List.of(lost)).isConserved()).isFalse();
    }
}
