// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.ScriptRunner;
import io.lettuce.core.ScoredValue;
import java.util.List;

/** An iterator over some groups of a sealed delivery, without their counts, which are known already. */
final class ChosenGroupIterator extends GroupIterator {
    private static final int PAGE = 4000;

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
    List<ScoredValue<byte[]>> nextGroups() {
        if (read == groups.size() && sealed.isGone(link, check)) {
            throw sealed.gone();
        }
        List<byte[]> page = groups.subList(read, Math.min(groups.size(), read + PAGE));
        read += page.size();
        return page.stream().map(group -> ScoredValue.just(0, group)).toList();
    }
}
