// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.CentralogStats;
import dev.centralog.gatherer.SilentLogging;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that puts together a new text for each of its calls, evenly, and looks at the live heap meanwhile. */
public final class TextProducer {
    private static final int LOOKS = 5;

    private TextProducer() {}

    /** Runs the process. The arguments are the port of Redis, the number of calls, and the seconds for them. */
    public static void main(String[] arguments) throws InterruptedException {
        SilentLogging.install();
        long calls = Long.parseLong(arguments[1]);
        long allNanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
        OpenVariant variant = LogbackVariant.centralog(arguments[0], "");
        List<Long> heap = new ArrayList<>();
        long mostBuffered = 0;
        long begin = System.nanoTime();
        for (long logged = 0; logged < calls; ) {
            long passed = System.nanoTime() - begin;
            long due = Math.min(calls, (long) ((double) calls * passed / allNanos));
            for (; logged < due; logged++) {
                variant.warn("user " + logged + " failed: timeout of connection " + logged * 31);
            }
            if (passed > allNanos / 2 + heap.size() * (allNanos / 2 / LOOKS)) {
                heap.add(AttackProducer.liveHeap());
            }
            CentralogStats stats = variant.stats();
            mostBuffered = Math.max(mostBuffered, stats == null ? 0 : stats.bufferedBytes());
            TimeUnit.MILLISECONDS.sleep(1);
        }
        variant.close();
        CentralogStats stats = variant.stats();
        if (stats == null) {
            throw new IllegalStateException("no appender of ours");
        }
        System.out.println(new AttackResult(
                        stats.logged(),
                        stats.acknowledged(),
                        stats.totalDropped(),
                        mostBuffered,
                        calls,
                        stats.folded(),
                        heap)
                .line());
    }
}
