// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cluster as one node sees it, by {@code CLUSTER NODES}.
 *
 * @param members what it knows of each node, by the node's id
 */
record ClusterView(Map<String, Member> members) {
    /** The address is followed by flags, the primary's id, two times, the epoch and the state of the link. */
    private static final int FIRST_SLOTS = 8;

    /**
     * One node in another's view.
     *
     * @param port its announced port for clients
     * @param flags its role, and {@code fail} or {@code fail?} if it is not reached
     * @param primaryId the id of the primary that it replicates, or {@code -}
     * @param slots the slots that it serves
     */
    record Member(String id, int port, Set<String> flags, String primaryId, BitSet slots) {
        /** Whether it is reached, and serves slots or replicates another node. */
        boolean isUseful() {
            return flags.stream().noneMatch(flag -> flag.startsWith("fail") || flag.equals("handshake"))
                    && (!slots.isEmpty() || !primaryId.equals("-"));
        }

        private static Member parse(String line) {
            List<String> words = List.of(line.split(" ", -1));
            String address = words.get(1).substring(0, words.get(1).indexOf('@'));
            BitSet slots = new BitSet();
            for (String range : words.subList(FIRST_SLOTS, words.size())) {
                if (!range.startsWith("[")) { // then it is a slot under migration
                    String[] ends = range.split("-", -1);
                    slots.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
                }
            }
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            return new Member(words.get(0), port, Set.of(words.get(2).split(",", -1)), words.get(3), slots);
        }
    }

    /**
     * The role of a node.
     *
     * @param primaryId the id of the primary that it replicates, or {@code -}
     * @param slots the slots that it serves
     */
    record Role(String primaryId, BitSet slots) {}

    /** Asks a node. */
    static ClusterView of(LocalRedis node) {
        return new ClusterView(node.cli("CLUSTER", "NODES")
                .lines()
                .map(Member::parse)
                .collect(Collectors.toUnmodifiableMap(Member::id, Function.identity())));
    }

    Optional<Member> member(String id) {
        return Optional.ofNullable(members.get(id));
    }

    /** Returns the node that serves a slot. */
    Optional<Member> owner(int slot) {
        return members.values().stream()
                .filter(member -> member.slots.get(slot))
                .findFirst();
    }

    boolean isOwner(int slot, ClusterNode node) {
        return owner(slot).filter(owner -> owner.id.equals(node.id())).isPresent();
    }

    Stream<Member> replicasOf(String primaryId) {
        return members.values().stream().filter(member -> member.primaryId.equals(primaryId));
    }

    /** Returns what all nodes must agree on: the role of each node. */
    Map<String, Role> roles() {
        return members.values().stream()
                .collect(Collectors.toUnmodifiableMap(Member::id, member -> new Role(member.primaryId, member.slots)));
    }

    /** Returns the slots of each node that has some. */
    Map<String, BitSet> slots() {
        return members.values().stream()
                .filter(member -> !member.slots.isEmpty())
                .collect(Collectors.toUnmodifiableMap(Member::id, Member::slots));
    }
}
