// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnPartitionsTest {
    private static final int PARTITIONS = 256;

    private static Map<Integer, String> owners(List<String> readers) {
        Map<Integer, String> owners = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (String each : readers) {
                if (OwnPartitions.isOwn(each, partition, readers)) {
                    assertThat(owners.put(partition, each))
                            .as("a second owner of " + partition)
                            .isNull();
                }
            }
        }
        return owners;
    }

    private static List<String> readers(int count) {
        List<String> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readers.add("e:000000000000000" + i);
        }
        return readers;
    }

    @Test
    void isOwn_anyReaders_eachPartitionHasOneOwner() {
        for (int count = 1; count <= 8; count++) {
            assertThat(owners(readers(count))).hasSize(PARTITIONS);
        }
    }

    @Test
    void isOwn_fourReaders_eachHasAboutAQuarter() {
        Map<Integer, String> owners = owners(readers(4));

        for (String reader : readers(4)) {
            assertThat(owners.values().stream().filter(reader::equals).count()).isBetween(40L, 88L);
        }
    }

    @Test
    void isOwn_aReaderGoes_onlyItsPartitionsChangeHands() {
        List<String> before = readers(5);
        String gone = before.get(2);
        List<String> after = before.stream().filter(each -> !each.equals(gone)).toList();
        Map<Integer, String> then = owners(after);

        owners(before).forEach((partition, owner) -> {
            if (!owner.equals(gone)) {
                assertThat(then).containsEntry(partition, owner);
            }
        });
    }

    @Test
    void isOwn_aloneOrNotListed_ownsAllOrSharesNothingAway() {
        assertThat(OwnPartitions.isOwn("e:1", 7, List.of())).isTrue();
        assertThat(OwnPartitions.isOwn("e:1", 7, List.of("e:1"))).isTrue();
    }
}
