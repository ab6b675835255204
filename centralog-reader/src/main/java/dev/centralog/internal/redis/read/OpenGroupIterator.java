// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.KeySpace;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.ScriptRunner;
import dev.centralog.internal.wire.Window;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScoredValueScanCursor;
import java.util.List;

/**
 * An iterator over an open window, by ZSCAN. Reading by rank would miss groups, because what is counted meanwhile changes the
 * ranks. Each group that was there at the start is returned at least once.
 */
final class OpenGroupIterator extends GroupIterator {
    private static final ScanArgs ONE_PAGE = ScanArgs.Builder.limit(500);

    private final RedisConnection link;
    private final byte[] counts;
    private ScanCursor cursor = ScanCursor.INITIAL;

    OpenGroupIterator(RedisConnection link, ScriptRunner scripts, KeySpace keys, Window window) {
        super(link, scripts, List.of(keys.payloads(window), keys.leases(window.signal())));
        this.link = link;
        counts = keys.counts(window);
    }

    @Override
    List<ScoredValue<byte[]>> nextGroups() {
        while (!cursor.isFinished()) {
            ScoredValueScanCursor<byte[]> scanned = link.answer(link.commands().zscan(counts, cursor, ONE_PAGE));
            cursor = scanned;
            if (!scanned.getValues().isEmpty()) {
                return scanned.getValues();
            }
        }
        return List.of();
    }
}
