// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.redis.Route.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The nodes of a cluster, as one of them sees them.
 *
 * @param primaries the nodes that own slots
 * @param nodes these and their replicas
 */
record ClusterLayout(Set<Node> primaries, Set<Node> nodes) {
    static final ClusterLayout UNKNOWN = new ClusterLayout(Set.of(), Set.of());

    ClusterLayout {
        primaries = Set.copyOf(primaries);
        nodes = Set.copyOf(nodes);
    }

    /**
     * Reads the reply to CLUSTER SLOTS: of each range its first and last slot, then the nodes that have it, the owner first.
     *
     * @param self the node that has replied; it may leave out its own host
     */
    static ClusterLayout of(List<Object> ranges, Node self) {
        Set<Node> primaries = new LinkedHashSet<>();
        Set<Node> nodes = new LinkedHashSet<>();
        for (Object range : ranges) {
            List<?> parts = (List<?>) range;
            for (int i = 2; i < parts.size(); i++) {
                Node node = node((List<?>) parts.get(i), self);
                nodes.add(node);
                if (i == 2) {
                    primaries.add(node);
                }
            }
        }
        return new ClusterLayout(primaries, nodes);
    }

    private static Node node(List<?> parts, Node self) {
        String host = parts.get(0) instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(parts.get(0));
        boolean isUnknown = host.isEmpty() || host.equals("?") || parts.get(0) == null;
        return new Node(isUnknown ? self.host() : host, Math.toIntExact((Long) parts.get(1)));
    }
}
