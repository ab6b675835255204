// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.redis.StreamInfo;
import dev.centralog.internal.redis.read.PartitionChange;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code partitions}, which shows and changes over how many partitions what waits in Redis is spread. */
@Command(
        name = "partitions",
        description =
                "Shows over how many partitions producers spread in Redis, or changes it while all run. Gatherers before this"
                        + " version read one only: upgrade them first.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PartitionsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "N",
            description = "The number from now on, for producers that start; 1 to 256. More take 20 seconds.")
    private @Nullable Integer count;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        CentralogConfig config =
                SettingOptions.read(line.getCommandSpec(), ReaderSettings.ALL).config();
        Integer wanted = count;
        if (wanted != null && (wanted < 1 || wanted > StreamInfo.MOST_PARTITIONS)) {
            throw new ParameterException(line, "N is " + wanted + "; allowed is 1 to " + StreamInfo.MOST_PARTITIONS);
        }
        PrintWriter out = line.getOut();
        StreamInfo now = wanted == null
                ? PartitionChange.look(config)
                : PartitionChange.apply(config, wanted, time -> {
                    out.println("gatherers read " + wanted + " partitions from now on; producers choose from them in "
                            + time.toSeconds() + " s, when each gatherer has noticed");
                    out.flush();
                    TimeUnit.NANOSECONDS.sleep(time.toNanos());
                });
        out.println("producers that start choose from " + now.drawn() + " partition" + (now.drawn() == 1 ? "" : "s")
                + "; gatherers read " + now.read());
        out.flush();
        return ExitCode.OK.number();
    }
}
