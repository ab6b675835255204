// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.Script;
import dev.centralog.internal.redis.ScriptRunner;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import io.lettuce.core.ScoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An iterator over some groups of events of a sealed delivery, without their counts, which are known already, and with their
 * samples.
 */
final class ChosenGroupIterator extends GroupIterator {
    private static final int PAGE = 4000;

    /** The most samples of a group: the largest value of {@code maxSamples}. */
    private static final int MAX_SAMPLES = 1000;

    /** The size of a group's samples that is read; producers let a group have half of it. */
    private static final int MAX_SAMPLE_BYTES = 2 << 20;

    private final RedisConnection link;
    private final DeliveryLocation sealed;
    private final List<byte[]> groups;
    private final DeliveryCheck check;
    private int read;

    ChosenGroupIterator(RedisConnection link, ScriptRunner scripts, DeliveryLocation sealed, Choice choice) {
        super(link, scripts, sealed.payloads());
        this.link = link;
        this.sealed = sealed;
        this.groups = choice.groups;
        this.check = new DeliveryCheck();
        check.onPage(choice.names);
    }

    /** The groups, and the number of names that their delivery has. */
    record Choice(List<byte[]> groups, long names) {}

    @Override
    Script script() {
        return ReaderScripts.EVENTS;
    }

    @Override
    void addLimits(List<byte[]> arguments) {
        arguments.add(RedisConnection.bytes(MAX_SAMPLES));
        arguments.add(RedisConnection.bytes(MAX_SAMPLE_BYTES));
    }

    @Override
    GroupCount read(ScoredValue<byte[]> group, @Nullable Object reply) {
        if (!(reply instanceof List<?> all) || all.isEmpty()) {
            return super.read(group, null);
        }
        GroupCount plain = super.read(group, all.get(0));
        return new GroupCount(
                plain.group(), plain.repeats(), plain.payload(), plain.refusedBytes(), RawSamples.of(all));
    }

    @Override
    List<ScoredValue<byte[]>> nextGroups() {
        if (read == groups.size() && sealed.isGone(link, check)) {
            throw sealed.gone();
        }
        List<byte[]> page = groups.subList(read, Math.min(groups.size(), read + PAGE));
        read += page.size();
        return page.stream().map(group -> ScoredValue.just(0, group)).toList();
    }
}
