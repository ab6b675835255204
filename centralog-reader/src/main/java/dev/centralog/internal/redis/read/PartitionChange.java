// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.internal.redis.StreamInfo;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;

/**
 * The change of the number of partitions, while producers and gatherers run. More partitions are read first, and chosen by
 * producers only when each gatherer has had the time to notice; so nothing arrives where nobody looks. Of fewer, all are still
 * read: a producer keeps its partition until it ends.
 */
public final class PartitionChange {
    /** The time in which each gatherer has noticed: it looks every five seconds, and writes how complete it is every ten. */
    private static final Duration NOTICED = Duration.ofSeconds(20);

    private PartitionChange() {}

    /** A pause, which tests skip. */
    public interface Pause {
        void take(Duration time) throws InterruptedException;
    }

    /** Returns how many partitions there are. Blocks. */
    public static StreamInfo look(CentralogConfig config) {
        try (PartitionTable table = PartitionTable.of(config, null, Signal.EVENTS)) {
            return table.look();
        }
    }

    /**
     * Changes how many partitions producers choose from. Blocks, for the pause if there are to be more than are read.
     *
     * @return the numbers from now on
     * @throws CentralogException if somebody else is changing it, or Redis is unavailable
     */
    public static StreamInfo apply(CentralogConfig config, int count, Pause pause) throws InterruptedException {
        try (PartitionTable table = PartitionTable.of(config, null, Signal.EVENTS)) {
            if (!table.beginChange()) {
                throw new CentralogException(
                        "somebody else is changing the number of partitions; try again in two minutes");
            }
            try {
                StreamInfo before = table.look();
                int read = Math.max(count, before.read());
                if (read > before.read()) {
                    table.write(new StreamInfo(before.drawn(), read));
                    pause.take(NOTICED);
                }
                StreamInfo after = new StreamInfo(count, read);
                table.write(after);
                return after;
            } finally {
                table.endChange();
            }
        }
    }
}
