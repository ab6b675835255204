// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.redis.RedisGatherStore.GroupCount;
import io.lettuce.core.ScoredValue;
import java.util.List;

/** Some groups of a sealed delivery, whose counts are known already. */
final class ChosenGroupIterator extends GroupIterator {
    private static final int PAGE = 4000;

    private final RedisConnection link;
    private final DeliveryLocation sealed;
    private final List<GroupCount> groups;
    private final DeliveryCheck check;
    private int read;

    ChosenGroupIterator(RedisConnection link, ScriptRunner scripts, DeliveryLocation sealed, Choice choice) {
        super(link, scripts, sealed.payloads());
        this.link = link;
        this.sealed = sealed;
        this.groups = choice.groups;
        this.check = new DeliveryCheck(sealed.redisId());
        check.onPage(choice.all);
    }

    /** These, of so many. */
    record Choice(List<GroupCount> groups, long all) {}

    @Override
    List<ScoredValue<byte[]>> nextGroups() {
        if (read == groups.size() && sealed.isGone(link, check)) {
            throw sealed.gone();
        }
        List<GroupCount> page = groups.subList(read, Math.min(groups.size(), read + PAGE));
        read += page.size();
        return page.stream()
                .map(each -> ScoredValue.just((double) each.repeats(), each.group()))
                .toList();
    }
}
