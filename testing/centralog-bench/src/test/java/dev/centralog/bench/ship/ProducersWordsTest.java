// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the reading of the output of producers and of redis-benchmark. */
class ProducersWordsTest {
    @Test
    void produced_written_isReadAmongOtherLines() {
        ProducerResult produced = new ProducerResult(5, 4, 1, 3, 2_000_000_000, 6_000);

        assertThat(ProducerResult.of("noise\n" + produced.line() + "\nmore")).isEqualTo(produced);
        assertThat(produced.perSecond()).isEqualTo(1.5);
        assertThat(produced.cpuMicrosPerEvent()).isEqualTo(2);
        assertThatThrownBy(() -> ProducerResult.of("noise")).hasMessageContaining("noise");
    }

    @Test
    void attacked_written_isRead() {
        AttackResult attacked = new AttackResult(100, 60, 40, 7, 20, 19, List.of(10L, 14L, 12L));

        assertThat(AttackResult.of(attacked.line())).isEqualTo(attacked);
        assertThat(attacked.foldedShare()).isEqualTo(0.95);
        assertThat(attacked.heapGrowth()).isEqualTo(1.2);
    }

    @Test
    void redisBenchmark_csv_rateIsRead() {
        String csv = "\"test\",\"rps\",\"avg_latency_ms\"\n\"HSET d:1 a,b \"\"x\",\"215672.17\",\"3.391\"\n";

        assertThat(RedisBenchmark.perSecond(csv)).isEqualTo(215672.17);
        assertThatThrownBy(() -> RedisBenchmark.perSecond("Could not connect"))
                .hasMessageContaining("Could not connect");
    }

    @Test
    void rates_ofCommands_areCombinedByTheirTimes() {
        RedisBenchmark.Pipelined pipelined = new RedisBenchmark.Pipelined(16, List.of(300.0, 600.0, 200.0));

        assertThat(pipelined.perSecond()).isCloseTo(100, within(1e-9));
        assertThat(pipelined.perSecondWithoutIndex()).isCloseTo(200, within(1e-9));
    }

    @Test
    void messages_ofAllRows_areDistinctAndOfOneLength() {
        Set<String> seen = new HashSet<>();
        for (int row = 0; row < 3; row++) {
            DistinctMessages messages = new DistinctMessages(row, 300);
            for (int i = 0; i < 100; i++) {
                seen.add(messages.next());
            }
        }

        assertThat(seen).hasSize(300).allMatch(message -> message.length() == 300);
    }
}
