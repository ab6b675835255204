// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.Action;
import dev.centralog.ActionLog;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.bench.volume.Sequence.Act;
import dev.centralog.bench.volume.SliceUsage.Sums;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A process that counts actions as fast as they are shipped. It waits while half of its buffer is used, so that nothing
 * is dropped.
 */
public final class Producer {
    private static final long BUFFER_BYTES = 256L << 20;
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(10);
    private static final int LOOK_EVERY = 256;

    /**
     * The length of the ring. Slices are short, and Redis may lag by more than a minute on a busy machine: with the
     * default of 6, actions that late would be counted in the slice of their arrival.
     */
    static final int SLICE_RING = 60;

    private Producer() {}

    /** Runs the process. The arguments are those of a {@link Share}, and the file for what was counted. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Share share = Share.of(Arrays.copyOf(arguments, arguments.length - 1));
        Plan plan = share.plan();
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, share.redisUri())
                .with(Settings.BUFFER_BYTES, BUFFER_BYTES)
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(plan.sliceSeconds()))
                .with(Settings.SLICE_RING, SLICE_RING)
                .with(Settings.MAX_SLICE_GROUPS, Math.max(plan.pairs(), Settings.MAX_SLICE_GROUPS.defaultValue()));
        try (Centralog centralog = Centralog.open(config)) {
            Usage usage = count(share, centralog.actions());
            long left = centralog.close(CLOSE_LIMIT);
            if (left > 0) {
                throw new IllegalStateException(left + " actions were not shipped within " + CLOSE_LIMIT);
            }
            usage.setDropped(centralog.actions().stats().totalDropped());
            usage.write(Path.of(arguments[arguments.length - 1]));
        }
    }

    private static Usage count(Share share, ActionLog actions) throws InterruptedException {
        Usage usage = new Usage();
        Sequence sequence = new Sequence(share, Clock.systemUTC());
        for (long i = 0; i < share.actions(); i++) {
            while (i % LOOK_EVERY == 0 && actions.stats().bufferedBytes() > BUFFER_BYTES / 2) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            Act act = sequence.next();
            Action action = Action.of(act.user(), act.id()).at(act.time());
            actions.log(act.value() == 0 ? action : action.withValue(act.value()));
            usage.add(act.slice(), act.user() * share.plan().ids() + act.id(), Sums.ofOne(act.value()));
        }
        return usage;
    }
}
