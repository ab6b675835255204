// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What may happen in a schedule: each one has some of the faults only, so that those that happen happen often, and not
 * all hide one another. A number is how often, in percent of the steps at which it could happen.
 *
 * @param loss what may become of what Redis had confirmed
 * @param awaitsDurableSeals the setting
 * @param cuts connections that break
 * @param silence answers that do not come in time
 * @param duplicates requests that arrive twice
 * @param outages Redis is away, and comes back with all that it had
 * @param misled connections that lead to a replica, which lags
 * @param fullness Redis is at its memory limit
 * @param deaths processes that are killed
 * @param sleeps gatherers that stand still
 * @param jumps nothing happens for long: for hours, or past every TTL
 * @param databaseTrouble transactions that fail, before or at their end
 * @param maxGroups the settings of that name
 * @param bufferBytes of each producer
 * @param replayBytes of each producer
 * @param strangeTimes events that come late or are ahead
 * @param smallBatches of each producer
 * @param spills whether producers have a disk
 * @param diskTrouble disks that can't be written to or read from
 * @param clones processes that go on from the snapshot of another one
 * @param clockJumps Redis's clock is a day or two ahead for a while
 * @param bookLosses Redis loses the key in which it keeps what it knows of producers, and who it is
 * @param trims readers take old fields out of that key
 * @param trimsEarly and markers while somebody may still need them
 * @param crowded events that come for a window that has had some, as most late ones do
 */
record Plan(
        Loss loss,
        boolean awaitsDurableSeals,
        int cuts,
        int silence,
        int duplicates,
        int outages,
        int misled,
        int fullness,
        int deaths,
        int sleeps,
        int jumps,
        int databaseTrouble,
        int maxGroups,
        long bufferBytes,
        long replayBytes,
        int strangeTimes,
        boolean smallBatches,
        boolean spills,
        int diskTrouble,
        int crowded,
        int clones,
        int clockJumps,
        int bookLosses,
        int trims,
        boolean trimsEarly) {

    /** What Redis may lose of what it had confirmed. */
    enum Loss {
        NOTHING,
        /** All, at once: it is another Redis then. */
        WIPED,
        /** What came last: it goes back to what a replica has, and that has every seal that was waited for. */
        REWOUND,
        /** The same, and nobody waits for a replica. */
        REWOUND_WITHOUT_WAIT
    }

    static Plan by(SplittableRandom random) {
        int kind = random.nextInt(10);
        Loss loss =
                kind < 4 ? Loss.NOTHING : kind < 6 ? Loss.WIPED : kind < 8 ? Loss.REWOUND : Loss.REWOUND_WITHOUT_WAIT;
        return new Plan(
                loss,
                loss == Loss.REWOUND || random.nextBoolean(),
                some(random, 4),
                some(random, 8),
                some(random, 4),
                some(random, 2),
                some(random, 3),
                some(random, 4),
                some(random, 2),
                some(random, 6),
                some(random, 3),
                some(random, 30),
                random.nextInt(4) == 0 ? 2 : 50_000,
                random.nextInt(4) == 0 ? 1500 : 1 << 18,
                random.nextInt(4) == 0 ? 300 : 1 << 20,
                some(random, 30),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                some(random, 20),
                some(random, 90),
                random.nextInt(4) == 0 ? 50 : 0,
                random.nextInt(4) == 0 ? 2 : 0,
                loss == Loss.NOTHING && random.nextInt(4) == 0 ? 2 : 0,
                some(random, 20),
                random.nextInt(2) == 0);
    }

    /**
     * The same, where what few schedules bring together comes together often.
     *
     * @param bite what Redis loses, while windows are crowded and gatherers sleep; null for what it is
     * @param hasDisk whether producers have a disk, and then die often; null for what it is
     */
    Plan with(@Nullable Loss bite, @Nullable Boolean hasDisk) {
        return new Plan(
                bite == null ? loss : bite,
                awaitsDurableSeals || bite == Loss.REWOUND,
                cuts,
                bite == null && hasDisk == null ? silence : Math.max(4, silence),
                duplicates,
                outages,
                misled,
                fullness,
                Boolean.TRUE.equals(hasDisk) ? 2 : deaths,
                bite == null ? sleeps : Math.max(4, sleeps),
                jumps,
                databaseTrouble,
                maxGroups,
                bufferBytes,
                replayBytes,
                strangeTimes,
                smallBatches,
                hasDisk == null ? spills : hasDisk,
                diskTrouble,
                bite == null ? crowded : 90,
                clones,
                clockJumps,
                bite == null || bite == Loss.NOTHING ? bookLosses : 0,
                trims,
                trimsEarly);
    }

    /** The same, where much is trimmed while copies of requests wait for long. */
    Plan trimming() {
        return new Plan(
                Loss.NOTHING,
                awaitsDurableSeals,
                cuts,
                30,
                30,
                outages,
                misled,
                fullness,
                deaths,
                sleeps,
                5,
                databaseTrouble,
                maxGroups,
                bufferBytes,
                replayBytes,
                strangeTimes,
                smallBatches,
                spills,
                diskTrouble,
                crowded,
                clones,
                clockJumps,
                0,
                30,
                true);
    }

    /** The same, where copies of requests arrive late. */
    Plan late() {
        return new Plan(
                loss,
                awaitsDurableSeals,
                4,
                30,
                30,
                outages,
                misled,
                fullness,
                Math.max(2, deaths),
                sleeps,
                jumps,
                databaseTrouble,
                maxGroups,
                bufferBytes,
                replayBytes,
                strangeTimes,
                smallBatches,
                spills,
                diskTrouble,
                crowded,
                clones,
                clockJumps,
                bookLosses,
                trims,
                trimsEarly);
    }

    /** The same, where Redis's clock jumps. */
    Plan jumping() {
        return new Plan(
                loss,
                awaitsDurableSeals,
                cuts,
                silence,
                duplicates,
                outages,
                misled,
                fullness,
                deaths,
                sleeps,
                jumps,
                databaseTrouble,
                maxGroups,
                bufferBytes,
                replayBytes,
                strangeTimes,
                smallBatches,
                spills,
                diskTrouble,
                crowded,
                clones,
                2,
                bookLosses,
                trims,
                trimsEarly);
    }

    private static int some(SplittableRandom random, int most) {
        return random.nextInt(2) == 0 ? 0 : 1 + random.nextInt(most);
    }

    boolean rewinds() {
        return loss == Loss.REWOUND || loss == Loss.REWOUND_WITHOUT_WAIT;
    }

    boolean waits() {
        return loss == Loss.REWOUND;
    }

    boolean jumpsClock() {
        return clockJumps > 0;
    }

    /** How old a marker is that is trimmed, if its producer has not closed it. */
    long trimAgeMillis() {
        return (trimsEarly ? 1 : 30) * 86_400_000L;
    }

    /** Whether no buffer is ever full. */
    boolean hasRoom() {
        return bufferBytes > 100_000;
    }
}
