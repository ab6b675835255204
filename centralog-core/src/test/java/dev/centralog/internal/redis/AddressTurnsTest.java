// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The turns of the addresses of a name. */
class AddressTurnsTest {
    private final Random random = new Random(1);
    private final AddressTurns turns = new AddressTurns(() -> random);

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        InetAddress[] all = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            all[i] = InetAddress.getByName(texts[i]);
        }
        return List.of(all);
    }

    private List<InetAddress> next(int times, List<InetAddress> addresses) {
        return IntStream.range(0, times)
                .mapToObj(each -> turns.next("redis", addresses))
                .toList();
    }

    @Test
    void addresses_eachComesOnceInARound() throws UnknownHostException {
        List<InetAddress> three = addresses("10.0.0.1", "10.0.0.2", "10.0.0.3");
        for (int round = 0; round < 10; round++) {
            assertThat(next(2, three)).doesNotHaveDuplicates();
            assertThat(turns.untried()).isEqualTo(1);
            assertThat(next(1, three)).isSubsetOf(three);
            assertThat(turns.untried()).isZero();
        }
    }

    @Test
    void addresses_comeInAnOrderByChance() throws UnknownHostException {
        List<InetAddress> two = addresses("10.0.0.1", "10.0.0.2");
        Set<InetAddress> first = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            first.add(new AddressTurns(() -> random).next("redis", two));
        }
        assertThat(first).hasSize(2);
    }

    @Test
    void addresses_ofTheOtherFamily_comeLast() throws UnknownHostException {
        List<InetAddress> mixed = addresses("10.0.0.1", "fd00::1", "10.0.0.2", "fd00::2");
        for (int round = 0; round < 10; round++) {
            assertThat(next(4, mixed).subList(0, 2))
                    .containsExactlyInAnyOrderElementsOf(addresses("10.0.0.1", "10.0.0.2"));
        }
    }

    @Test
    void addresses_thatChange_beginANewRound() throws UnknownHostException {
        next(1, addresses("10.0.0.1", "10.0.0.2"));

        assertThat(next(1, addresses("10.0.0.3"))).isEqualTo(addresses("10.0.0.3"));
        assertThat(turns.untried()).isZero();
        assertThat(turns.next("other", addresses("10.0.0.3", "10.0.0.4"))).isNotNull();
        assertThat(turns.untried()).isEqualTo(1);
    }
}
