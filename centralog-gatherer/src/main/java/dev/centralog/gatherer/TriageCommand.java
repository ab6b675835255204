// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.groups.GroupTable;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.Decisions;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.FamilyTriage;
import dev.centralog.gatherer.triage.TriageAction;
import dev.centralog.gatherer.triage.TriageJson;
import dev.centralog.gatherer.triage.TriageText;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands {@code resolve}, {@code mute}, {@code reopen} and {@code note}, by which people decide on a family. */
abstract class TriageCommand implements Callable<Integer> {
    private final TriageAction action;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FAMILY",
            description =
                    "The id of the family, or its first characters, as 'groups', 'new' and 'show' have it; four or more.")
    private String family = "";

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "A note, " + Decision.MOST_OF_NOTE
                    + " characters at most. It stays until there is another one; an empty one removes it.")
    private @Nullable String note;

    @Option(names = "--json", description = "One object of JSON, with the names of docs/commands.md.")
    private boolean json;

    private TriageCommand(TriageAction action) {
        this.action = action;
    }

    /** Adds the commands. */
    static void addTo(CommandLine line) {
        List.of(new Resolve(), new Mute(), new Reopen(), new Note())
                .forEach(each -> line.addSubcommand(SettingOptions.command(each, GathererSettings.OF_DATABASE)));
    }

    /** Returns the release in which the family is resolved; null for none. */
    @Nullable
    String inRelease() {
        return null;
    }

    @Override
    public final Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        SinkTarget database = SettingOptions.database(command);
        String start = Objects.requireNonNull(FilterOptions.group(command, "FAMILY", family));
        Decision decision = decision();
        String id;
        try (StoredGroups stored = StoredGroups.open(database)) {
            id = find(stored, start).id();
        }
        Decisions.store(database, id, decision);
        try (StoredGroups stored = StoredGroups.open(database)) {
            print(id, Objects.requireNonNull(stored.triage().of(id)));
        }
        return ExitCode.OK.number();
    }

    private Decision decision() {
        if (action == TriageAction.NOTE && note == null) {
            throw wrong("--note is missing; allowed is a text, or an empty one to remove the note");
        }
        String release = inRelease();
        if (release != null && release.isBlank()) {
            throw wrong("--in-release is '" + release + "'; allowed is the name of a release");
        }
        check("--note", note, Decision.MOST_OF_NOTE);
        check("--in-release", release, Decision.MOST_OF_RELEASE);
        String user = System.getProperty("user.name", "");
        return new Decision(
                action,
                release,
                note,
                user.isBlank() ? "command" : user,
                Clock.systemUTC().instant());
    }

    private void check(String name, @Nullable String text, int most) {
        String fault = Decision.tooLong(name, text, most);
        if (fault != null) {
            throw wrong(fault);
        }
    }

    /** Returns the only family whose id is given, or begins with what is given. */
    private FamilyInfo find(StoredGroups stored, String start) {
        List<FamilyInfo> families = stored.families().find(start);
        if (!families.isEmpty() && (families.get(0).id().equals(start) || families.size() == 1)) {
            return families.get(0);
        }
        if (!families.isEmpty()) {
            throw wrong("FAMILY is '" + start + "', and several ids begin with that; give more characters:\n"
                    + GroupTable.candidates(List.of(), families)
                    + (families.size() < StoredGroups.MOST_FOUND ? "" : "and others"));
        }
        List<GroupInfo> groups = stored.find(start);
        String ofGroup = groups.size() == 1 ? groups.get(0).familyId() : null;
        throw wrong("FAMILY is '" + start + "', and no stored family's id begins with that; "
                + (ofGroup == null
                        ? "'./centralog groups' shows the ids, some seconds after the first event"
                        : "it is a group of the family " + ofGroup));
    }

    private void print(String id, FamilyTriage triage) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            JsonLine line = new JsonLine().put("family", id);
            new TriageJson(Times.UTC).line(triage).fields().forEach(line::put);
            out.print(line.text());
        } else {
            out.println(TerminalText.line(id) + " " + new TriageText(Times.UTC).of(triage));
        }
        out.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    @Command(
            name = "resolve",
            description =
                    "Says that a family of events is mended. If it comes back in a newer release, it has regressed, and"
                            + " 'new' and the page say so.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    private static final class Resolve extends TriageCommand {
        @Option(
                names = "--in-release",
                paramLabel = "R",
                description =
                        "The release in which it is mended: it has regressed if it is seen in one that began later."
                                + " Without it, in one that begins from now on.")
        private @Nullable String inRelease;

        Resolve() {
            super(TriageAction.RESOLVE);
        }

        @Override
        @Nullable
        String inRelease() {
            return inRelease;
        }
    }

    @Command(
            name = "mute",
            description =
                    "Says that a family of events is known: 'new' and alerts leave it out, and it is the last on the page.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    private static final class Mute extends TriageCommand {
        Mute() {
            super(TriageAction.MUTE);
        }
    }

    @Command(
            name = "reopen",
            description = "Takes back that a family of events is resolved or muted.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    private static final class Reopen extends TriageCommand {
        Reopen() {
            super(TriageAction.REOPEN);
        }
    }

    @Command(
            name = "note",
            description = "Writes a note about a family of events, and leaves its state as it is.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    private static final class Note extends TriageCommand {
        Note() {
            super(TriageAction.NOTE);
        }
    }
}
