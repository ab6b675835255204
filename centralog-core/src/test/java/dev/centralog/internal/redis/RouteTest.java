// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.redis.Route.Node;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final Node A = new Node("a", 1);
    private static final Node B = new Node("b", 2);
    private static final Node C = new Node("c", 3);

    private final Route route = new Route(List.of(A, B, C), new Random(1));

    private Set<String> next(int count) {
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            all.add(route.next().toString());
        }
        return all;
    }

    @Test
    void next_nothingKnown_triesEachServer() {
        assertThat(route.untried()).isEqualTo(3);
        assertThat(next(3)).containsExactly("a:1", "b:2", "c:3");
        assertThat(route.untried()).isZero();
    }

    @Test
    void next_afterAReferral_isTheOwner() {
        route.next();
        route.connected();

        route.moved("another node: MOVED 3999 10.0.0.7:7001");

        assertThat(route.next()).isEqualTo(new Node("10.0.0.7", 7001));
        assertThat(route.owner()).isEqualTo(new Node("10.0.0.7", 7001));
        assertThat(route.isOfCluster()).isTrue();
    }

    @Test
    void next_ownerAway_triesTheOthersInTurnsWithIt() {
        route.moved("MOVED 3999 ::1:7001");

        assertThat(route.next().toString()).isEqualTo("::1:7001");
        assertThat(next(6)).contains("::1:7001").hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void moved_withoutAHost_isToTheSameHost() {
        Node here = route.next();
        route.connected();

        route.moved("MOVED 866 :6381");
        assertThat(route.next()).isEqualTo(new Node(here.host(), 6381));

        route.connected();
        route.moved("MOVED 866 ?:6382");
        assertThat(route.next()).isEqualTo(new Node(here.host(), 6382));
    }

    @Test
    void forgetOwner_thatIsAReplicaByNow_triesTheOthers() {
        route.moved("MOVED 1 b:2");
        route.forgetOwner();

        assertThat(next(8)).contains("a:1", "b:2", "c:3");
    }

    @Test
    void learn_manyNodes_keepsThoseNamedLast() {
        for (int port = 1; port <= 1_000; port++) {
            route.learn(List.of(new Node("pod", port)));
        }

        assertThat(next(2_000)).hasSize(3 + 64).contains("pod:1000", "a:1").doesNotContain("pod:1");
    }

    @Test
    void layout_ofClusterSlots_hasPrimariesAndReplicas() {
        byte[] host = {'x'};
        List<Object> ranges = List.of(
                List.of(0L, 8_000L, List.of(host, 7_000L, "id"), List.of(host, 7_001L, "id")),
                List.of(8_001L, 16_383L, List.of(new byte[0], 7_002L, "id")));

        ClusterLayout layout = ClusterLayout.of(ranges, A);

        assertThat(layout.primaries()).containsExactlyInAnyOrder(new Node("x", 7_000), new Node("a", 7_002));
        assertThat(layout.nodes()).hasSize(3).contains(new Node("x", 7_001));
    }
}
