// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.Setting;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.live.OpenActions;
import dev.centralog.gatherer.stored.ActionQuery;
import dev.centralog.gatherer.stored.StoredAction;
import dev.centralog.gatherer.stored.StoredActions;
import dev.centralog.gatherer.tail.ActionPrinter;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code actions}, which shows counted actions. */
@Command(
        name = "actions",
        description = "Shows what users did and how often, by slice, the highest counts first; times are UTC.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ActionsCommand implements Callable<Integer> {
    /** The settings that the command takes: those of the database, and for {@code --live} those of Redis. */
    static final List<Setting<?>> SETTINGS = Stream.concat(
                    GathererSettings.OF_DATABASE.stream(), ReaderSettings.ALL.stream())
            .toList();

    private static final String NOTHING_STORED =
            "a slice is stored some time after its end, by default 10 minutes; --live also shows the open ones";

    private static final String NOTHING_OPEN = "the open slices in Redis hold none either";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--user", paramLabel = "ID", description = "Only this user, by the id that was logged.")
    private @Nullable String user;

    @Option(names = "--action", paramLabel = "ID", description = "Only this action, by the id that was logged.")
    private @Nullable String action;

    @Option(
            names = "--overflow",
            description = "Only the counts beyond the setting maxSliceGroups, which are added up as ~overflow.")
    private boolean overflow;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Instead of slices: the N pairs of user and action with the highest counts over all slices.")
    private @Nullable Integer top;

    @Option(names = "--live", description = "Also the slices in Redis that are still open; they are not changed.")
    private boolean live;

    @Mixin
    private final RangeOptions extent = new RangeOptions();

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        CentralogConfig config =
                SettingOptions.read(line.getCommandSpec(), SETTINGS).config();
        StatusListener silent = (severity, message, cause) -> {};
        ActionQuery query = query(line);
        int limit = extent.limit();
        Integer pairs = top;
        if (pairs != null && (pairs < 0 || live)) {
            throw new ParameterException(
                    line,
                    live
                            ? "--top shows what is stored, and --live what is not stored yet: use one of them"
                            : "--top is " + pairs + "; allowed is 0 or more");
        }
        PrintWriter out = line.getOut();
        ActionPrinter printer = new ActionPrinter(CommandLine.Help.Ansi.AUTO.enabled());
        // Redis is read first: a slice that is stored meanwhile is shown twice rather than not at all.
        List<StoredAction> open = live
                ? OpenActions.read(config, query, OpenActions.Limits.ofAll(limit))
                        .actions()
                : List.of();
        try (StoredActions stored = StoredActions.open(LayeredConfig.target(config, silent))) {
            List<String> lines = pairs != null
                    ? stored.top(query, pairs).stream().map(printer::text).toList()
                    : stored.last(query, limit).stream().map(printer::text).toList();
            lines.forEach(out::print);
            if (lines.isEmpty() && open.isEmpty() && limit > 0 && (pairs == null || pairs > 0)) {
                stored.whyNone(query).forEach(why -> line.getErr().println(TerminalText.line(why)));
                line.getErr().println(live ? NOTHING_OPEN : NOTHING_STORED);
            }
        }
        open.forEach(each -> out.print(printer.openText(each)));
        out.flush();
        return ExitCode.OK.number();
    }

    private ActionQuery query(CommandLine line) {
        if (!overflow) {
            return new ActionQuery(
                    user == null ? null : ActionWire.storedUser(user),
                    action == null ? null : ActionWire.storedAction(action),
                    extent.since());
        }
        if (user != null || action != null) {
            throw new ParameterException(
                    line,
                    "--overflow can't be combined with --user or --action: the users and actions of the overflow are"
                            + " not known");
        }
        return new ActionQuery(GatheredAction.OVERFLOW, GatheredAction.OVERFLOW, extent.since());
    }
}
