// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.ship.Producers;
import dev.centralog.testkit.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that nodes that are pushed while others are removed are never lost and never occur twice. */
class HashChainsTest {
    private static final int CHAINS = 2;
    private static final int WRITERS = 3;
    private static final int NODES_EACH = Faults.times(1_000, 2_000);

    private final HashChains<Link> chains = new HashChains<>(1);

    private static final class Link implements HashChains.Node<Link> {
        private final int number;
        private volatile @Nullable Link next;
        private volatile boolean out;

        Link(int number) {
            this.number = number;
        }

        @Override
        public @Nullable Link next() {
            return next;
        }

        @Override
        public void setNext(@Nullable Link node) {
            next = node;
        }

        @Override
        public int chain() {
            return number % CHAINS;
        }

        @Override
        public long keyHash() {
            return number;
        }

        /** Whether this is the one node in a thousand that is never removed. */
        boolean stays() {
            return number % 1000 == 0;
        }
    }

    private void push(Link link) {
        while (!pushOnto(chains.head(link.chain()), link)) {
            Thread.onSpinWait();
        }
    }

    private boolean pushOnto(@Nullable Link head, Link link) {
        link.setNext(head);
        return chains.push(link);
    }

    private List<Integer> numbersIn(int chain) {
        List<Integer> numbers = new ArrayList<>();
        for (Link each = chains.head(chain); each != null; each = each.next()) {
            numbers.add(each.number);
        }
        return numbers;
    }

    private boolean isThere(Link wanted) {
        Link each = chains.head(wanted.chain());
        while (each != null && each != wanted) {
            each = each.next();
        }
        return each == wanted;
    }

    @Test
    void push_afterTheHeadHasMoved_isRefused() {
        Link first = new Link(0);
        assertThat(pushOnto(null, first)).isTrue();

        assertThat(pushOnto(null, new Link(CHAINS))).isFalse();
        assertThat(pushOnto(first, new Link(2 * CHAINS))).isTrue();
        assertThat(numbersIn(0)).containsExactly(2 * CHAINS, 0);
    }

    @Test
    void unlink_anyNode_leavesTheOthersInOrder() {
        List<Link> links =
                IntStream.range(0, 5).mapToObj(i -> new Link(i * CHAINS)).toList();
        links.forEach(this::push);

        chains.unlink(links.get(4));
        chains.unlink(links.get(0));
        chains.unlink(links.get(2));
        chains.unlink(links.get(2));

        assertThat(numbersIn(0)).containsExactly(3 * CHAINS, CHAINS);
        assertThat(chains.size()).isEqualTo(2);
    }

    /**
     * Makes each writer wait until its node was removed, so that the shipper's node is nearly always the head, or
     * next to it.
     */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // there are more threads than processors
    void nodes_pushedAndUnlinkedAtOnce_areThereOnceOrGone() throws InterruptedException {
        Queue<Link> pushed = new ConcurrentLinkedQueue<>();
        Link oldest = new Link(0);
        push(oldest);
        ExecutorService writers = Producers.startOnThreads(WRITERS, writer -> {
            for (int i = 1; i <= NODES_EACH; i++) {
                Link link = new Link(i * WRITERS + writer);
                push(link);
                pushed.add(link);
                while (!link.out) {
                    Thread.yield();
                }
            }
        });
        int lost = 0;
        boolean ended = false;
        while (!ended) {
            ended = writers.isTerminated();
            for (Link each = pushed.poll(); each != null; each = pushed.poll()) {
                lost += isThere(each) ? 0 : 1;
                if (!each.stays()) {
                    chains.unlink(each);
                }
                each.out = true;
            }
            lost += isThere(oldest) ? 0 : 1;
        }

        assertThat(lost).as("looks that did not find a node").isZero();
        for (int chain = 0; chain < CHAINS; chain++) {
            int own = chain;
            assertThat(numbersIn(chain))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, (NODES_EACH + 1) * WRITERS)
                            .filter(number -> number == 0 || number >= WRITERS)
                            .filter(number -> number % CHAINS == own && number % 1000 == 0)
                            .boxed()
                            .toList());
        }
    }
}
