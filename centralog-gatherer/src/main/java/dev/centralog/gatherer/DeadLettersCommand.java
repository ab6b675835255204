// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.DeadLetters;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

/** The command {@code dead-letters}, for payloads that could not be read or stored. */
@Command(
        name = "dead-letters",
        description =
                "Shows events, samples and totals of actions that could not be read or stored, and tries them again."
                        + " Their counts are stored.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand {
    private static final String NONE_LEFT = "there are no dead letters left to replay";

    private DeadLettersCommand() {}

    static CommandLine commandLine() {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(SettingOptions.command(new Listing(), GathererSettings.OF_DATABASE))
                .addSubcommand(SettingOptions.command(new Show(), GathererSettings.OF_DATABASE))
                .addSubcommand(SettingOptions.command(new Replay(), GathererSettings.OF_REPLAY))
                .addSubcommand(SettingOptions.command(new Drop(), GathererSettings.OF_DATABASE));
    }

    /** The common part of the four subcommands: open the database, do the work, and return an exit code. */
    abstract static class Subcommand implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public final Integer call() {
            CommandSpec command = Objects.requireNonNull(spec);
            PrintWriter err = command.commandLine().getErr();
            CentralogConfig config =
                    SettingOptions.read(command, GathererSettings.OF_REPLAY).config();
            try (DeadLetters letters = DeadLetters.open(LayeredConfig.target(config, new ErrorLog(err)))) {
                boolean well = work(letters, command.commandLine().getOut());
                return (well ? ExitCode.OK : ExitCode.UNUSABLE_DATABASE).number();
            }
        }

        /** Does the work; returns false if some of it failed, which has been printed. */
        abstract boolean work(DeadLetters letters, PrintWriter out);

        /** Returns the letters with these ids; throws at the first id that does not exist. */
        final List<DeadLetter> find(DeadLetters letters, List<Long> ids) {
            List<DeadLetter> found = new ArrayList<>();
            for (long id : ids) {
                DeadLetter letter = letters.find(id);
                if (letter == null) {
                    throw usage("there is no dead letter " + id);
                }
                found.add(letter);
            }
            return found;
        }

        /** Prints that there are none, on standard error: a caller that counts the lines of the output finds 0. */
        final void sayNone(String message) {
            Objects.requireNonNull(spec).commandLine().getErr().println(message);
        }

        final ParameterException usage(String message) {
            return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
        }
    }

    @Command(
            name = "list",
            description = "Lists the dead letters that were not replayed yet.",
            mixinStandardHelpOptions = true)
    private static final class Listing extends Subcommand {
        @Option(names = "--all", description = "Also those that were replayed.")
        private boolean all;

        @Override
        boolean work(DeadLetters letters, PrintWriter out) {
            List<DeadLetter> listed = letters.list(all);
            if (listed.isEmpty()) {
                sayNone(all ? "there are no dead letters" : NONE_LEFT);
            }
            for (DeadLetter each : listed) {
                out.println(each.id() + "  " + each.stream() + "  " + each.windowStart() + "  "
                        + TerminalText.line(each.groupId()) + "  " + each.raw().length
                        + " B  tried " + each.attempts() + "  "
                        + (each.replayedAt() == null ? "" : "replayed " + each.replayedAt() + "  ")
                        + TerminalText.line(each.reason()));
            }
            return true;
        }
    }

    @Command(
            name = "show",
            description = "Shows one dead letter, with its bytes as text.",
            mixinStandardHelpOptions = true)
    private static final class Show extends Subcommand {
        @Parameters(paramLabel = "ID", description = "As listed.")
        private long id;

        @Override
        boolean work(DeadLetters letters, PrintWriter out) {
            DeadLetter letter = find(letters, List.of(id)).get(0);
            out.println("stream      " + letter.stream());
            out.println("window      " + letter.windowStart());
            out.println("group       " + TerminalText.line(letter.groupId()));
            out.println("delivery    " + TerminalText.line(letter.delivery()));
            out.println("first seen  " + letter.firstSeen());
            out.println("replayed    " + (letter.replayedAt() == null ? "no" : letter.replayedAt()));
            out.println("tried       " + letter.attempts());
            out.println("reason      " + TerminalText.line(letter.reason()));
            out.println("bytes       " + letter.raw().length);
            out.println(TerminalText.line(new String(letter.raw(), StandardCharsets.UTF_8)));
            return true;
        }
    }

    @Command(
            name = "replay",
            description =
                    "Reads dead letters again, and stores them in the rows that hold their counts. Samples stay as they"
                            + " are.",
            mixinStandardHelpOptions = true)
    private static final class Replay extends Subcommand {
        @Parameters(
                paramLabel = "ID",
                description = "The ids, as listed; if none is given, all that were not replayed yet.")
        private List<Long> ids = new ArrayList<>();

        @Override
        boolean work(DeadLetters letters, PrintWriter out) {
            boolean well = true;
            List<DeadLetter> chosen = ids.isEmpty() ? letters.list(false) : find(letters, ids);
            if (chosen.isEmpty()) {
                sayNone(NONE_LEFT);
            }
            for (DeadLetter each : chosen) {
                String fault = letters.replay(each);
                well &= fault == null || (each.isSample() && ids.isEmpty());
                out.println(each.id() + "  " + (fault == null ? "replayed" : TerminalText.line(fault)));
            }
            return well;
        }
    }

    @Command(
            name = "drop",
            description = "Deletes dead letters; their counts stay stored.",
            mixinStandardHelpOptions = true)
    private static final class Drop extends Subcommand {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "As listed.")
        private List<Long> ids = new ArrayList<>();

        @Override
        boolean work(DeadLetters letters, PrintWriter out) {
            for (DeadLetter each : find(letters, ids)) {
                letters.drop(each.id());
                out.println(each.id() + "  dropped");
            }
            return true;
        }
    }
}
