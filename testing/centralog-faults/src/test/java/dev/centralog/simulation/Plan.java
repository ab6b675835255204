// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The faults that may happen in a schedule. Each schedule has only some of the faults, so that these are frequent and
 * do not all hide one another. A rate is a percentage of the steps at which the fault could happen.
 *
 * @param loss what Redis may lose of what it had confirmed
 * @param awaitsDurableSeals the setting
 * @param rates how often the faults happen
 * @param maxGroups the settings of that name
 * @param bufferBytes the setting, for each producer
 * @param replayBytes the setting, for each producer
 * @param smallBatches whether each producer's batches hold little
 * @param spills whether producers have a disk
 * @param trimsEarly whether markers are trimmed while they may still be needed
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
    /** The faults that have a rate. */
    enum Rate {
        /** Connections that break. */
        CUTS,
        /** Answers that do not come in time. */
        SILENCE,
        /** Requests that arrive twice. */
        DUPLICATES,
        /** Times at which Redis is unavailable; it returns with all its data. */
        OUTAGES,
        /** Connections that lead to a replica, which lags. */
        MISLED,
        /** Times at which Redis is at its memory limit. */
        FULLNESS,
        /** Processes that are killed. */
        DEATHS,
        /** Gatherers that are suspended. */
        SLEEPS,
        /** Jumps of the time by hours or days in which nothing happens. */
        JUMPS,
        /** Transactions that fail, before or at their end. */
        DATABASE_TROUBLE,
        /** Events that come late or are ahead. */
        STRANGE_TIMES,
        /** Disks that can't be written to or read from. */
        DISK_TROUBLE,
        /** Events for a window that already has some, as most late events are. */
        CROWDED,
        /** Processes that go on from the snapshot of another one. */
        CLONES,
        /** Times at which Redis's clock is days ahead. */
        CLOCK_JUMPS,
        /** Losses of the book, with what Redis knows about producers, and its redis id. */
        BOOK_LOSSES,
        /** Removals of old fields from the book by readers. */
        TRIMS,
        /** Promotions of a replica behind a partition, so that there are two primaries. */
        SPLITS
    }

    /** The ways in which Redis may lose what it had confirmed. */
    enum Loss {
        NOTHING,
        /** The loss of everything at once; it is another Redis afterwards. */
        WIPED,
        /** The loss of the latest writes: Redis goes back to a replica's state, which has every seal that was awaited. */
        REWOUND,
        /** The loss of the latest writes, while no gatherer waits for a replica. */
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

    /** Returns how often that fault happens, in percent. */
    int rate(Rate of) {
        return rates.getOrDefault(of, 0);
    }

    /**
     * Returns this plan with frequent coincidences of faults that rarely coincide.
     *
     * @param bite what Redis loses, while windows are crowded and gatherers sleep; null to keep the plan's
     * @param hasDisk whether producers have a disk, and then die often; null to keep the plan's
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

    /** Returns this plan with other rates. */
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

    /** Returns this plan with much trimming, while copies of requests are delayed for long. */
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

    /** Returns this plan with copies of requests that arrive late. */
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

    /** Returns this plan with jumps of Redis's clock. */
    Plan jumping() {
        return rated(loss, trimsEarly, Map.of(Rate.CLOCK_JUMPS, 2));
    }

    /**
     * Returns this plan with a replica that becomes a second primary. Faults that remove a book or a marker are left
     * out, and so are disks that move from one side to the other, and groups beyond the cap: what two sides make of
     * these does not add up.
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

    /** Returns the age at which a marker is trimmed if its producer has not closed it, in milliseconds. */
    long trimAgeMillis() {
        return (trimsEarly ? 1 : 30) * 86_400_000L;
    }

    /** Whether no buffer is ever full. */
    boolean hasRoom() {
        return bufferBytes > 100_000;
    }
}
