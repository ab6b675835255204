// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.start;

import dev.centralog.CentralogStats;
import dev.centralog.bench.application.Application;
import dev.centralog.bench.application.ChildOutput;
import dev.centralog.bench.application.Framework;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** An application that logs one event as soon as it can, and prints on standard output when the call had returned. */
final class StartingApplication {
    private StartingApplication() {}

    /**
     * Runs the application. The arguments are a {@link Framework}, and whether to wait at the end until the event is
     * shipped.
     */
    public static void main(String[] arguments) {
        Application application = Framework.valueOf(arguments[0]).application();
        application.logger(StartSubject.APPENDER).info("started with {}", 1);
        long firstMillis = System.currentTimeMillis();
        long jvmMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
        long cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        boolean shipped = Boolean.parseBoolean(arguments[1]);
        if (shipped) {
            application.stop();
        }
        Collection<CentralogStats> stats = application.stats().values();
        ChildOutput.tell(new FirstEvent(
                        firstMillis - jvmMillis,
                        TimeUnit.NANOSECONDS.toMillis(cpuNanos),
                        stats.stream().mapToLong(CentralogStats::logged).sum(),
                        stats.stream().mapToLong(CentralogStats::acknowledged).sum(),
                        stats.stream().mapToLong(CentralogStats::totalDropped).sum())
                .line());
        if (!shipped) {
            System.out.flush();
            Runtime.getRuntime().halt(0); // a shutdown hook would wait for Redis
        }
    }
}
