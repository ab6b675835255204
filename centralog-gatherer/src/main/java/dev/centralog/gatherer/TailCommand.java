// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.tail.EventJson;
import dev.centralog.gatherer.tail.EventPrinter;
import dev.centralog.gatherer.tail.SamplePrinter;
import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.text.Times;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tail}, which shows stored events. */
@Command(
        name = "tail",
        description =
                "Shows the last stored events, by the second in which they were counted and by their time in it, with their"
                        + " repeats. A row whose events differ has the text that they have in common.",
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

    @Mixin
    private final FilterOptions filters = new FilterOptions();

    @Option(
            names = "--group",
            paramLabel = "ID",
            description = "Only the groups whose id begins with this, four characters or more; 'groups' shows the ids.")
    private @Nullable String group;

    @Option(names = "--trace", paramLabel = "ID", description = "Only rows with an event of this trace id.")
    private @Nullable String trace;

    @Option(
            names = "--samples",
            description =
                    "Below each row that has several events in full, these events: time, thread, message, the arguments"
                            + " that differ from the first event's, MDC.")
    private boolean samples;

    @Option(names = "--no-stack", description = "No stack traces.")
    private boolean noStack;

    @Option(names = "--json", description = "One object of JSON a line, with the names of docs/commands.md.")
    private boolean json;

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most rows to show, the latest ones (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    TailCommand(StopSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        SinkTarget database = SettingOptions.database(command);
        CommandLimits.atLeast(0, command, "--limit", limit);
        TimeRange range = time.range();
        if (follow && range.until() != null) {
            throw new ParameterException(
                    command.commandLine(),
                    "--follow shows what is stored from now on: it can't be combined with --until");
        }
        EventQuery query = filters.query(range)
                .with(Kind.GROUP, FilterOptions.group(command, "--group", group))
                .with(Kind.TRACE, trace);
        try (StoredEvents events = StoredEvents.open(database)) {
            if (follow) {
                events.follow();
            }
            List<StoredEvent> last = events.last(query, limit);
            Function<StoredEvent, String> text = text(events);
            if (!json && !time.times().isUtc()) {
                out.println("times are of the zone " + time.times().zone());
            }
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
        Colours colours = CommandTerminal.of(Objects.requireNonNull(spec)).colours();
        Times times = time.times();
        EventPrinter ofRows = new EventPrinter(colours, times, !noStack);
        SamplePrinter ofSamples = new SamplePrinter(colours, times);
        EventJson ofJson = new EventJson(times, !noStack);
        return row -> {
            StoredEvent.InFull inFull = row.inFull();
            List<GatheredSample> further = samples && inFull.count() > 0 ? events.samples(row) : List.of();
            if (json) {
                return ofJson.text(row, further);
            }
            boolean isOwnThere = inFull.isOwnCounted() && inFull.count() > further.size();
            String text = events.hasOneMessage(row) ? ofRows.text(row) : ofRows.textOfSeveral(row);
            return further.isEmpty() ? text : text + ofSamples.text(row.event(), isOwnThere, further);
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
