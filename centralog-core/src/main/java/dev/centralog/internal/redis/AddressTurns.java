// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The turns of a name's addresses: each of them comes once, in random order, then each of them again. So processes spread
 * over the addresses, and none stays with one that is dead.
 *
 * <p>Thread-safety: any thread.
 */
final class AddressTurns {
    private final Supplier<Random> random;
    private final Deque<InetAddress> left = new ArrayDeque<>();
    private Set<InetAddress> known = Set.of();
    private String name = "";

    AddressTurns() {
        this(ThreadLocalRandom::current);
    }

    AddressTurns(Supplier<Random> random) {
        this.random = random;
    }

    /** Returns the next one of a name's addresses, of which there is at least one. */
    synchronized InetAddress next(String host, List<InetAddress> addresses) {
        Set<InetAddress> now = new HashSet<>(addresses);
        if (left.isEmpty() || !host.equals(name) || !now.equals(known)) {
            left.clear();
            left.addAll(shuffled(now, addresses.get(0).getClass()));
            known = now;
            name = host;
        }
        return left.remove();
    }

    /**
     * Returns the addresses in random order, first those of the family that Java prefers: a host may have no route to the
     * others.
     */
    private List<InetAddress> shuffled(Set<InetAddress> addresses, Class<?> family) {
        List<InetAddress> shuffled = new ArrayList<>(addresses);
        Collections.shuffle(shuffled, random.get());
        shuffled.sort(Comparator.comparing(each -> !family.isInstance(each)));
        return shuffled;
    }

    /** Returns how many of the addresses were not returned yet in this round of turns. */
    synchronized int untried() {
        return left.size();
    }
}
