// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.tools.audit.Audit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code audit}. */
@Command(
        name = "audit",
        description =
                "Compares a database with the ledgers that load has written, and shows how much was lost, doubled,"
                        + " or counted for another group or in another second. The exit code is 0 if nothing is wrong, 75 if"
                        + " nothing is wrong but not all is due to be stored yet, else 1.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--ledger",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "The files that load has written; of an application, those of all loads into this database.")
    private List<Path> ledgers = List.of();

    @Option(
            names = "--database",
            paramLabel = "URL",
            defaultValue = "centralog.db",
            description = "Where events and actions are stored; ${DEFAULT-VALUE} if not given.")
    private @Nullable String database;

    @Option(names = "--user", paramLabel = "NAME", defaultValue = "", description = "The database's user.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "The password of the database's user.",
            interactive = true,
            arity = "0..1")
    private @Nullable String password;

    @Option(
            names = "--tolerance",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How far the clocks of the application's host and of Redis may be apart;"
                    + " ${DEFAULT-VALUE} if not given.")
    private int toleranceSeconds;

    @Option(
            names = "--slice-distance",
            paramLabel = "N",
            defaultValue = "2",
            description = "The gatherer's setting sliceDistance, which decides when slices of actions are due;"
                    + " ${DEFAULT-VALUE} if not given.")
    private int sliceDistance;

    @Option(
            names = "--all-due",
            description = "Counts all that is missing as lost, even if it is not due to be stored yet: for a Redis that"
                    + " gatherers have drained.")
    private boolean allDue;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        SinkTarget target = new SinkTarget(
                Sinks.jdbcUrl(Objects.requireNonNull(database)),
                Objects.requireNonNull(user),
                Objects.requireNonNull(password),
                (severity, message, cause) -> {});
        Audit.Due due = allDue ? Audit.Due.ALL : new Audit.Due(clock.instant().getEpochSecond(), sliceDistance);
        Audit audit = Audit.of(ledgers, target, toleranceSeconds, due);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        audit.lines().forEach(out::println);
        if (audit.holdsNothing()) {
            spec.commandLine()
                    .getErr()
                    .println("nothing of this load is stored in " + target
                            + ": is it the database that the gatherer stores into?");
        }
        if (!audit.isExact()) {
            out.println("WRONG: what each figure counts is in docs/commands.md, 'Proving that nothing is lost'");
            return Main.FAILED;
        }
        if (audit.notDue() > 0) {
            out.println("NOT DUE: " + audit.notDue()
                    + " events and actions need not be stored yet; all of them are due by "
                    + Instant.ofEpochSecond(due.allBy(audit.sliceSeconds()))
                    + ": run it again then, or './centralog gather --once' before, where slices are short");
            return Main.NOT_FINISHED;
        }
        out.println("OK");
        return 0;
    }
}
