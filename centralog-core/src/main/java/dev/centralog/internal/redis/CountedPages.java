// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.redis.RedisGatherStore.Counted;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScoredValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The groups of a window with their payloads, read page by page. Thread-safety: none. {@link #hasNext} blocks, bounded
 * by the command timeout.
 */
abstract class CountedPages implements Iterator<Counted> {
    static final int PAGE = 500;

    private final RedisLink link;
    private final byte[] payloads;
    private final Deque<Counted> page = new ArrayDeque<>();
    private boolean ended;

    CountedPages(RedisLink link, byte[] payloads) {
        this.link = link;
        this.payloads = payloads;
    }

    /** The next groups; empty where there are no more. */
    abstract List<ScoredValue<byte[]>> nextGroups();

    @Override
    public final boolean hasNext() {
        if (page.isEmpty() && !ended) {
            List<ScoredValue<byte[]>> groups = nextGroups();
            ended = groups.isEmpty();
            if (!ended) {
                addPayloads(groups);
            }
        }
        return !page.isEmpty();
    }

    private void addPayloads(List<ScoredValue<byte[]>> groups) {
        byte[][] names = groups.stream().map(ScoredValue::getValue).toArray(byte[][]::new);
        List<KeyValue<byte[], byte[]>> held = link.answer(link.commands().hmget(payloads, names));
        for (int i = 0; i < names.length; i++) {
            page.add(new Counted(
                    names[i], (long) groups.get(i).getScore(), held.get(i).getValueOrElse(null)));
        }
    }

    @Override
    public final Counted next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.remove();
    }
}
