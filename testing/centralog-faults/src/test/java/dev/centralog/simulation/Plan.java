// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What may happen in a schedule: each one has some of the faults only, so that those that happen happen often, and not
 * all hide one another. A number is how often, in percent of the steps at which it could happen.
 *
 * @param loss what may become of what Redis had confirmed
 * @param awaitsDurableSeals the setting
 * @param rates how often things go wrong
 * @param maxGroups the settings of that name
 * @param bufferBytes of each producer
 * @param replayBytes of each producer
 * @param smallBatches of each producer
 * @param spills whether producers have a disk
 * @param trimsEarly whether markers are trimmed while somebody may still need them
 */
record Plan(
        Loss loss,
        boolean awaitsDurableSeals,
        Map<Rate, Integer> rates,
        int maxGroups,
        long bufferBytes,
        long replayBytes,
        boolean smallBatches,
        boolean spills,
        boolean trimsEarly) {
    /** What goes wrong in some percent of the steps at which it could. */
    enum Rate {
        /** Connections that break. */
        CUTS,
        /** Answers that do not come in time. */
        SILENCE,
        /** Requests that arrive twice. */
        DUPLICATES,
        /** Redis is away, and comes back with all that it had. */
        OUTAGES,
        /** Connections that lead to a replica, which lags. */
        MISLED,
        /** Redis is at its memory limit. */
        FULLNESS,
        /** Processes that are killed. */
        DEATHS,
        /** Gatherers that stand still. */
        SLEEPS,
        /** A jump ahead by hours, or by days, in which nothing happens. */
        JUMPS,
        /** Transactions that fail, before or at their end. */
        DATABASE_TROUBLE,
        /** Events that come late or are ahead. */
        STRANGE_TIMES,
        /** Disks that can't be written to or read from. */
        DISK_TROUBLE,
        /** Events that come for a window that has had some, as most late ones do. */
        CROWDED,
        /** Processes that go on from the snapshot of another one. */
        CLONES,
        /** Redis's clock is days ahead for a while. */
        CLOCK_JUMPS,
        /** Redis loses the key in which it keeps what it knows of producers, and who it is. */
        BOOK_LOSSES,
        /** Readers take old fields out of that key. */
        TRIMS,
        /** A replica is promoted behind a partition, so that there are two primaries. */
        SPLITS
    }

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
        boolean awaitsDurableSeals = loss == Loss.REWOUND || random.nextBoolean();
        Map<Rate, Integer> rates = new EnumMap<>(Rate.class);
        rates.put(Rate.CUTS, some(random, 4));
        rates.put(Rate.SILENCE, some(random, 8));
        rates.put(Rate.DUPLICATES, some(random, 4));
        rates.put(Rate.OUTAGES, some(random, 2));
        rates.put(Rate.MISLED, some(random, 3));
        rates.put(Rate.FULLNESS, some(random, 4));
        rates.put(Rate.DEATHS, some(random, 2));
        rates.put(Rate.SLEEPS, some(random, 6));
        rates.put(Rate.JUMPS, some(random, 3));
        rates.put(Rate.DATABASE_TROUBLE, some(random, 30));
        int maxGroups = random.nextInt(4) == 0 ? 2 : 50_000;
        long bufferBytes = random.nextInt(4) == 0 ? 1500 : 1 << 18;
        long replayBytes = random.nextInt(4) == 0 ? 300 : 1 << 20;
        rates.put(Rate.STRANGE_TIMES, some(random, 30));
        boolean smallBatches = random.nextInt(3) == 0;
        boolean spills = random.nextInt(3) == 0;
        rates.put(Rate.DISK_TROUBLE, some(random, 20));
        rates.put(Rate.CROWDED, some(random, 90));
        rates.put(Rate.CLONES, random.nextInt(4) == 0 ? 50 : 0);
        rates.put(Rate.CLOCK_JUMPS, random.nextInt(4) == 0 ? 2 : 0);
        rates.put(Rate.BOOK_LOSSES, loss == Loss.NOTHING && random.nextInt(4) == 0 ? 2 : 0);
        rates.put(Rate.TRIMS, some(random, 20));
        boolean trimsEarly = random.nextInt(2) == 0;
        boolean splits = loss == Loss.NOTHING && random.nextInt(4) == 0;
        Plan plan = new Plan(
                loss, awaitsDurableSeals, rates, maxGroups, bufferBytes, replayBytes, smallBatches, spills, trimsEarly);
        return splits ? plan.splitting() : plan;
    }

    /** How often that goes wrong, in percent. */
    int rate(Rate of) {
        return rates.getOrDefault(of, 0);
    }

    /**
     * The same, where what few schedules bring together comes together often.
     *
     * @param bite what Redis loses, while windows are crowded and gatherers sleep; null for what it is
     * @param hasDisk whether producers have a disk, and then die often; null for what it is
     */
    Plan with(@Nullable Loss bite, @Nullable Boolean hasDisk) {
        Map<Rate, Integer> others = new EnumMap<>(Rate.class);
        if (bite != null || hasDisk != null) {
            others.put(Rate.SILENCE, Math.max(4, rate(Rate.SILENCE)));
        }
        if (Boolean.TRUE.equals(hasDisk)) {
            others.put(Rate.DEATHS, 2);
        }
        if (bite != null) {
            others.put(Rate.SLEEPS, Math.max(4, rate(Rate.SLEEPS)));
            others.put(Rate.CROWDED, 90);
        }
        if (bite != null && bite != Loss.NOTHING) {
            others.put(Rate.BOOK_LOSSES, 0);
        }
        return new Plan(
                bite == null ? loss : bite,
                awaitsDurableSeals || bite == Loss.REWOUND,
                changed(others),
                maxGroups,
                bufferBytes,
                replayBytes,
                smallBatches,
                hasDisk == null ? spills : hasDisk,
                trimsEarly);
    }

    private Map<Rate, Integer> changed(Map<Rate, Integer> others) {
        Map<Rate, Integer> changed = new EnumMap<>(rates);
        changed.putAll(others);
        return changed;
    }

    /** The same, where that goes wrong otherwise often. */
    private Plan rated(Loss ofRedis, boolean trimmedEarly, Map<Rate, Integer> others) {
        return new Plan(
                ofRedis,
                awaitsDurableSeals,
                changed(others),
                maxGroups,
                bufferBytes,
                replayBytes,
                smallBatches,
                spills,
                trimmedEarly);
    }

    /** The same, where much is trimmed while copies of requests wait for long. */
    Plan trimming() {
        return rated(
                Loss.NOTHING,
                true,
                Map.of(
                        Rate.SILENCE, 30,
                        Rate.DUPLICATES, 30,
                        Rate.JUMPS, 5,
                        Rate.BOOK_LOSSES, 0,
                        Rate.TRIMS, 30));
    }

    /** The same, where copies of requests arrive late. */
    Plan late() {
        return rated(
                loss,
                trimsEarly,
                Map.of(
                        Rate.CUTS, 4,
                        Rate.SILENCE, 30,
                        Rate.DUPLICATES, 30,
                        Rate.DEATHS, Math.max(2, rate(Rate.DEATHS))));
    }

    /** The same, where Redis's clock jumps. */
    Plan jumping() {
        return rated(loss, trimsEarly, Map.of(Rate.CLOCK_JUMPS, 2));
    }

    /**
     * The same, where a replica becomes a second primary. Not with what makes a book or a marker vanish, nor with disks that go
     * from one side to the other, nor beyond the cap on groups: what two sides make of these does not add up.
     */
    Plan splitting() {
        return new Plan(
                Loss.NOTHING,
                awaitsDurableSeals,
                changed(Map.of(
                        Rate.SPLITS, 6,
                        Rate.MISLED, 0,
                        Rate.CLOCK_JUMPS, 0,
                        Rate.BOOK_LOSSES, 0,
                        Rate.TRIMS, 0)),
                50_000,
                bufferBytes,
                replayBytes,
                smallBatches,
                false,
                trimsEarly);
    }

    private static int some(SplittableRandom random, int most) {
        return random.nextInt(2) == 0 ? 0 : 1 + random.nextInt(most);
    }

    boolean rewinds() {
        return loss == Loss.REWOUND || loss == Loss.REWOUND_WITHOUT_WAIT;
    }

    boolean splits() {
        return rate(Rate.SPLITS) > 0;
    }

    boolean waits() {
        return loss == Loss.REWOUND;
    }

    boolean jumpsClock() {
        return rate(Rate.CLOCK_JUMPS) > 0;
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
