// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.family.FamilyExplanation;
import dev.centralog.gatherer.family.FamilySource;
import dev.centralog.gatherer.family.FamilyText;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.StoredFamilies;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code family}, which says into which family a text falls, and why. */
@Command(
        name = "family",
        description = "Shows into which family a message or template falls, and what is taken out of it; with --app,"
                + " --logger and --level also the family's id, and with --database the stored families of this text.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FamilyCommand implements Callable<Integer> {
    private static final String OF_DATABASE = "CENTRALOG_DATABASE";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TEXT", description = "The message, or the template.")
    private String text = "";

    @Option(names = "--app", paramLabel = "NAME", description = "The application that logs it.")
    private @Nullable String app;

    @Option(names = "--logger", paramLabel = "NAME", description = "The logger's whole name.")
    private @Nullable String logger;

    @Option(names = "--level", paramLabel = "LEVEL", description = "The level's name.")
    private @Nullable String level;

    @Option(
            names = "--thrown",
            paramLabel = "CLASS",
            split = ",",
            description = "The class of the throwable and those of its causes, the outermost first; none by default.")
    private List<String> thrown = new ArrayList<>();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        level = level == null ? null : level.toUpperCase(Locale.ROOT);
        lines().forEach(line -> out.println(TerminalText.line(line)));
        boolean asksDatabase = command.commandLine().getParseResult().hasMatchedOption("--database")
                || System.getenv(OF_DATABASE) != null;
        if (asksDatabase) {
            SinkTarget database = SettingOptions.database(command);
            stored(database).forEach(line -> out.println(TerminalText.line(line)));
        }
        out.flush();
        return ExitCode.OK.number();
    }

    private List<String> lines() {
        if (app != null && logger != null && level != null) {
            return FamilyExplanation.of(new FamilySource(app, logger, level, null, null, thrown, text, false));
        }
        List<String> lines = new ArrayList<>(FamilyExplanation.ofText(text));
        lines.add("id        is of an application, a logger and a level: give --app, --logger and --level");
        return lines;
    }

    private List<String> stored(SinkTarget database) {
        List<String> lines = new ArrayList<>();
        try (StoredGroups groups = StoredGroups.open(database)) {
            for (FamilyInfo family :
                    groups.families().ofText(FamilyText.of(text).text(), new StoredFamilies.Key(app, logger, level))) {
                lines.add("stored    " + family.id() + " " + family.level().name() + " " + family.app() + " "
                        + family.logger() + (family.thrownClasses() == null ? "" : " " + family.thrownClasses()));
            }
        }
        return lines.isEmpty() ? List.of("stored    no family of this text") : lines;
    }
}
