// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.sink.TraceKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
    private static List<String> ids() {
        return new EventRecords(TraceKeys.DEFAULT)
                .of(Windows.all())
                .map(each -> new String(each.to("t").headers().lastHeader("id").value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void ids_ofAllThatThereIs_differ() {
        assertThat(ids()).hasSize(5).doesNotHaveDuplicates().allMatch(each -> each.matches("[0-9a-f]{32}"));
    }

    /** A gatherer of another version may store the same again, so the id is the same for ever. */
    @Test
    void id_ofARow_isTheDigestOfItsIdentity() {
        assertThat(ids().get(0)).isEqualTo("439719e0398efd65dfce2ff03ba7186e");
    }
}
