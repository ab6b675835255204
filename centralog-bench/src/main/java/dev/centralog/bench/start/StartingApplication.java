// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.start;

import dev.centralog.CentralogStats;
import dev.centralog.bench.application.Application;
import dev.centralog.bench.application.Framework;
import dev.centralog.bench.application.Told;
import java.lang.management.ManagementFactory;
import java.util.Collection;

/** An application that logs one event as soon as it can, and says on standard output when it was through with that. */
final class StartingApplication {
    private StartingApplication() {}

    /** The argument is a {@link Framework}. */
    public static void main(String[] arguments) {
        Application application = Framework.valueOf(arguments[0]).application();
        application.logger(StartSubject.APPENDER).info("started with {}", 1);
        long firstMillis = System.currentTimeMillis();
        long jvmMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
        application.stop();
        Collection<CentralogStats> stats = application.stats().values();
        Told.tell(new FirstEvent(
                        firstMillis - jvmMillis,
                        stats.stream().mapToLong(CentralogStats::logged).sum(),
                        stats.stream().mapToLong(CentralogStats::acknowledged).sum(),
                        stats.stream().mapToLong(CentralogStats::totalDropped).sum())
                .line());
    }
}
