// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.Level;
import dev.centralog.Setting;
import dev.centralog.gatherer.asked.AskedPeriod;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.news.ChangeJson;
import dev.centralog.gatherer.news.ChangePeriods;
import dev.centralog.gatherer.news.ChangePrinter;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.Change;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.ChangeReport;
import dev.centralog.gatherer.stored.FamilyDetails;
import dev.centralog.gatherer.stored.QueryTime;
import dev.centralog.gatherer.stored.StoredChanges;
import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.text.Times;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code new}, which shows what has changed since a release or a time. */
@Command(
        name = "new",
        description =
                "Shows which families of events have regressed, are new, back, louder or gone since a release or a time, from exact"
                        + " counts. Exit codes: 0, 1 if --fail-on is met, 75 if it can't tell (yet), others as in"
                        + " docs/commands.md.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class NewCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 1_000;
    private static final int SHOWN_AS_TEXT = 20;
    private static final int SHOWN_AS_JSON = 1_000;
    private static final Setting<Duration> WAIT =
            Setting.duration("wait", "0s", new Setting.Range("0s", "1d"), "How long to wait.");

    private final StopSignal signal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final PeriodOptions period = new PeriodOptions();

    @Option(names = "--app", paramLabel = "NAME", description = "Only this application.")
    private @Nullable String app;

    @Option(names = "--environment", paramLabel = "NAME", description = "Only this environment.")
    private @Nullable String environment;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Only this level and more severe ones.")
    private @Nullable String level;

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL[:KIND]",
            description =
                    "Exit code 1 if an event of this level or a more severe one has regressed, is new, back or louder;"
                            + " ERROR:new: only if it is new. May be given several times.")
    private List<String> failOn = List.of();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "Waits until all is stored of the first TIME of the release, or of the period, before it"
                    + " decides; at most a minute longer than TIME.")
    private @Nullable String wait;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most families to show of each kind (default: " + SHOWN_AS_TEXT + "; with --json "
                    + SHOWN_AS_JSON + ").")
    private @Nullable Integer limit;

    @Option(
            names = "--muted",
            description =
                    "Also families that are muted, behind the others of their kind. --fail-on does not look at them.")
    private boolean muted;

    @Option(names = "--json", description = "One line of JSON for each family instead.")
    private boolean json;

    @Option(names = "--timing", description = "Also the time that the database took, on standard error.")
    private boolean timing;

    NewCommand(StopSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        SinkTarget database = SettingOptions.database(command);
        List<FailOn> conditions = failOn.stream().map(this::condition).toList();
        ChangeQuery.Filter filter = new ChangeQuery.Filter(app, environment, level == null ? null : Level.of(level));
        int most = limit == null ? (json ? SHOWN_AS_JSON : SHOWN_AS_TEXT) : limit;
        CommandLimits.atLeast(0, command, "--limit", most);
        Duration waiting = wait == null ? null : period.duration("--wait", WAIT, wait);
        AskedPeriod given = period.given();
        try (StoredChanges stored = StoredChanges.open(database)) {
            ChangePeriods periods = new ChangePeriods(stored, given, filter, waiting);
            awaitStored(periods);
            Gate gate = new Gate(conditions, !conditions.isEmpty() || wait != null);
            gate.addReasons(periods.whyNotSure());
            gate.addReasons(unknownLevels(stored, conditions));
            for (ChangeQuery query : periods.queries()) {
                ChangeReport report = stored.changes(query);
                print(stored, report, most);
                gate.add(report);
            }
            return end(stored, gate);
        }
    }

    /** Returns the reasons that levels may be misspelt: those that no event has ever had. */
    private static List<String> unknownLevels(StoredChanges stored, List<FailOn> conditions) {
        return conditions.stream()
                .filter(each -> each.isOfUnusualLevel()
                        && !stored.knows("level", each.level().name()))
                .map(each -> "no event has ever had the level '" + each.level().name()
                        + "' that --fail-on names; the usual ones are TRACE, DEBUG, INFO, WARN, ERROR and FATAL")
                .toList();
    }

    private FailOn condition(String text) {
        try {
            FailOn condition = FailOn.read(text);
            if (condition.isHiddenBy(level == null ? null : Level.of(level))) {
                throw new IllegalArgumentException("a level that --level " + level + " shows");
            }
            return condition;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--fail-on is '" + text + "'; allowed is " + e.getMessage());
        }
    }

    private void awaitStored(ChangePeriods periods) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        signal.onStop(stop::countDown);
        while (periods.isToBeAwaited() && !stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            periods.look();
        }
    }

    private void print(StoredChanges stored, ChangeReport report, int most) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Times times = period.times();
        ChangePrinter printer = new ChangePrinter(new Colours(CommandLine.Help.Ansi.AUTO.enabled()), times);
        ChangeJson lines = new ChangeJson(times);
        PrintWriter head = json ? Objects.requireNonNull(spec).commandLine().getErr() : out;
        head.print(printer.title(report.query()));
        if (!report.query().canBeJudged()) {
            return;
        }
        for (ChangeKind kind : ChangeKind.values()) {
            List<Change> all = Stream.concat(report.changes().stream(), muted ? report.muted().stream() : Stream.of())
                    .filter(each -> each.kind() == kind)
                    .toList();
            List<Change> shown = all.stream().limit(most).toList();
            List<FamilyDetails> details = stored.details(report.query(), shown);
            if (!json && (kind != ChangeKind.REGRESSED || !all.isEmpty())) {
                out.print(printer.heading(kind, all.size()));
            }
            for (int i = 0; i < shown.size(); i++) {
                out.print(
                        json
                                ? lines.text(report.query(), shown.get(i), details.get(i))
                                : printer.text(shown.get(i), details.get(i)));
            }
            if (!json) {
                out.print(ChangePrinter.more(all.size() - shown.size()));
            }
        }
        head.print(ChangePrinter.muted(muted ? 0 : report.muted().size()));
        head.print(printer.basis(report));
    }

    private int end(StoredChanges stored, Gate gate) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        line.getOut().flush();
        PrintWriter err = line.getErr();
        gate.lines().forEach(each -> err.println(TerminalText.line(each)));
        if (timing) {
            QueryTime time = stored.time();
            err.println("the database took " + time.time().toMillis() + " ms for " + time.queries() + " queries");
        }
        err.flush();
        return gate.exitCode();
    }
}
