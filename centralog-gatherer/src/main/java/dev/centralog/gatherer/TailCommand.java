// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.Level;
import dev.centralog.StatusListener;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.gatherer.tail.EventPrinter;
import dev.centralog.gatherer.tail.SamplePrinter;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tail}, which shows stored events. */
@Command(
        name = "tail",
        description =
                "Shows the last stored events, by the second in which they were counted and by their time in it, with their"
                        + " repeats; times are UTC.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TailCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 500;

    private final StopSignal signal;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-f", "--follow"},
            description = "Then shows events as they are stored, until it is stopped.")
    private boolean follow;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Only this level and more severe ones.")
    private @Nullable String level;

    @Option(names = "--logger", paramLabel = "PREFIX", description = "Only loggers whose name begins with this.")
    private @Nullable String logger;

    @Option(names = "--app", paramLabel = "NAME", description = "Only this application.")
    private @Nullable String app;

    @Option(
            names = "--samples",
            description =
                    "Below each row that has several events in full, these events: time, thread, message, the arguments"
                            + " that differ from the first event's, MDC.")
    private boolean samples;

    @Mixin
    private final RangeOptions extent = new RangeOptions();

    TailCommand(StopSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        CentralogConfig config =
                SettingOptions.read(command, GathererSettings.OF_DATABASE).config();
        int limit = extent.limit();
        EventQuery query = new EventQuery(level == null ? null : Level.of(level), logger, app, extent.since());
        StatusListener silent = (severity, message, cause) -> {};
        try (StoredEvents events = StoredEvents.open(LayeredConfig.target(config, silent))) {
            if (follow) {
                events.follow();
            }
            List<StoredEvent> last = events.last(query, limit);
            Function<StoredEvent, String> text = text(events);
            last.forEach(each -> out.print(text.apply(each)));
            out.flush();
            if (last.isEmpty() && limit > 0) {
                PrintWriter err = command.commandLine().getErr();
                events.whyNone(query).forEach(why -> err.println(TerminalText.line(why)));
            }
            if (follow) {
                follow(events, query, text);
            }
        }
        return ExitCode.OK.number();
    }

    /** Returns how a row is shown: with its samples, if they are asked for. */
    private Function<StoredEvent, String> text(StoredEvents events) {
        boolean coloured = CommandLine.Help.Ansi.AUTO.enabled();
        EventPrinter ofRows = new EventPrinter(coloured);
        SamplePrinter ofSamples = new SamplePrinter(coloured);
        return row -> {
            StoredEvent.InFull inFull = row.inFull();
            List<GatheredSample> further = samples && inFull.count() > 0 ? events.samples(row) : List.of();
            boolean isOwnThere = inFull.isOwnCounted() && inFull.count() > further.size();
            return further.isEmpty()
                    ? ofRows.text(row)
                    : ofRows.text(row) + ofSamples.text(row.event(), isOwnThere, further);
        };
    }

    private void follow(StoredEvents events, EventQuery query, Function<StoredEvent, String> text)
            throws InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        CountDownLatch stop = new CountDownLatch(1);
        signal.onStop(stop::countDown);
        // checkError: the process that reads the output may have ended, as in `tail --follow | head`.
        while (!out.checkError() && !stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            events.news(query).forEach(each -> out.print(text.apply(each)));
        }
    }
}
