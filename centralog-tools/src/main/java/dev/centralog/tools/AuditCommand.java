// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.tools.audit.Audit;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}. */
@Command(
        name = "audit",
        description = "Holds a database against the ledgers that load has written: what was lost, doubled, counted for"
                + " another group or in another second, each by itself. The exit code is 0 if nothing was, else 1.",
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
            description = "What load has written; all loads of one application in this database.")
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

    @Override
    public Integer call() {
        SinkTarget target = new SinkTarget(
                Sinks.jdbcUrl(Objects.requireNonNull(database)),
                Objects.requireNonNull(user),
                Objects.requireNonNull(password),
                (severity, message, cause) -> {});
        Audit audit = Audit.of(ledgers, target, toleranceSeconds);
        audit.lines().forEach(Objects.requireNonNull(spec).commandLine().getOut()::println);
        return audit.isExact() ? 0 : Main.FAILED;
    }
}
