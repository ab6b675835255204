// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.gather.DeliveryGoneException;
import dev.centralog.internal.redis.RedisGatherStore.Counted;
import io.lettuce.core.ScoredValue;
import java.util.List;

/** Some groups of a sealed delivery, whose counts are known already. */
final class ChosenPages extends CountedPages {
    private static final int PAGE = 4000;

    private final RedisLink link;
    private final SealedId id;
    private final byte[] counts;
    private final List<Counted> groups;
    private final long all;
    private int read;

    ChosenPages(RedisLink link, ScriptRunner scripts, Sealed sealed, List<Counted> groups) {
        super(link, scripts, sealed.keys.sealedPayloads(sealed.id));
        this.link = link;
        this.id = sealed.id;
        this.counts = sealed.keys.sealedCounts(sealed.id);
        this.groups = groups;
        this.all = sealed.groups;
    }

    /** A delivery that holds so many groups. */
    record Sealed(KeySpace keys, SealedId id, long groups) {}

    @Override
    List<ScoredValue<byte[]>> nextGroups() {
        // Counts and payloads are deleted together: if the counts are still all there, so were the payloads.
        if (read == groups.size() && link.answer(link.commands().zcard(counts)) != all) {
            throw new DeliveryGoneException("the delivery " + id + " is gone: another reader has stored it");
        }
        List<Counted> page = groups.subList(read, Math.min(groups.size(), read + PAGE));
        read += page.size();
        return page.stream()
                .map(each -> ScoredValue.just((double) each.repeats(), each.group()))
                .toList();
    }
}
