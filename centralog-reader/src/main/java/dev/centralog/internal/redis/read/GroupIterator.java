// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.Script;
import dev.centralog.internal.redis.ScriptRunner;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import io.lettuce.core.ScoredValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An iterator over the groups of a window with their payloads. Groups are read page by page, and payloads in replies of
 * limited size. The next reply is requested while the present one is used; if that request fails, the exception is thrown
 * where that reply would begin.
 *
 * <p>Thread-safety: none. {@link #hasNext} blocks, bounded by the command timeout.
 */
abstract class GroupIterator implements Iterator<GroupCount> {
    /** The size of a reply: it ends with the payload that reaches this size. */
    private static final int MAX_ANSWER_BYTES = 2 << 20;
    /** The longest payload that a producer writes: the largest value of {@code maxEventBytes}. */
    private static final int MAX_PAYLOAD_BYTES = 4 << 20;
    /** The largest count: up to here a score, which is a double, holds each whole number exactly. */
    private static final double MOST_REPEATS = 0x1p53;

    private final RedisConnection link;
    private final ScriptRunner scripts;
    private final List<byte[]> payloads;
    private final Deque<ScoredValue<byte[]>> groups = new ArrayDeque<>();
    private final Deque<GroupCount> page = new ArrayDeque<>();
    private @Nullable CompletableFuture<? extends List<? extends @Nullable Object>> asked;
    private @Nullable RuntimeException failure;
    private boolean ended;

    GroupIterator(RedisConnection link, ScriptRunner scripts, List<byte[]> payloads) {
        this.link = link;
        this.scripts = scripts;
        this.payloads = payloads;
    }

    /** Returns the next groups; empty if there are no more. Called when the payloads of all groups before have been read. */
    abstract List<ScoredValue<byte[]>> nextGroups();

    @Override
    public final boolean hasNext() {
        if (page.isEmpty() && !ended) {
            if (failure != null) {
                throw failure;
            }
            if (asked == null) {
                ask();
            }
            takeAnswer();
            try {
                ask();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        return !page.isEmpty();
    }

    /** Requests the payloads of the next groups; requests nothing if there are no more groups. */
    private void ask() {
        asked = null;
        if (groups.isEmpty() && !ended) {
            groups.addAll(nextGroups());
            ended = groups.isEmpty();
        }
        if (!groups.isEmpty()) {
            List<byte[]> arguments = new ArrayList<>(4 + groups.size());
            arguments.add(RedisConnection.bytes(MAX_ANSWER_BYTES));
            arguments.add(RedisConnection.bytes(MAX_PAYLOAD_BYTES));
            addLimits(arguments);
            groups.forEach(group -> arguments.add(group.getValue()));
            asked = scripts.list(script(), payloads, arguments).toCompletableFuture();
        }
    }

    private void takeAnswer() {
        if (asked != null) {
            for (@Nullable Object payload : link.answer(asked)) {
                page.add(read(groups.remove(), payload));
            }
        }
    }

    /** Returns the script that reads the payloads. */
    Script script() {
        return ReaderScripts.PAYLOADS;
    }

    /** Adds the limits that the script takes besides those of a reply and a payload. */
    void addLimits(List<byte[]> arguments) {
        // The script of actions has no others.
    }

    /** Returns a group, given the reply for it. */
    GroupCount read(ScoredValue<byte[]> group, @Nullable Object payload) {
        return payload instanceof Long length
                ? new GroupCount(group.getValue(), repeats(group), null, length)
                : new GroupCount(group.getValue(), repeats(group), (byte @Nullable []) payload);
    }

    /** Returns the count that a name has, forced into the valid range: strangers may have written any score. */
    static long repeats(ScoredValue<byte[]> name) {
        return (long) Math.max(0, Math.min(MOST_REPEATS, name.getScore()));
    }

    @Override
    public final GroupCount next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.remove();
    }
}
