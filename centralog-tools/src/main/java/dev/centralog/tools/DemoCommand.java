// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.Setting;
import dev.centralog.gatherer.GathererCommands;
import dev.centralog.gatherer.engine.GatherThreads;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.tools.shop.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code demo}. */
@Command(
        name = "demo",
        description = "Runs two sample applications with an embedded Redis and a gatherer, deploys a release of them"
                + " half-way and shows what it has changed, and checks that every event they logged and every action"
                + " they counted is in the database.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final int TOP_GROUPS = 12;
    private static final int TOP_ACTIONS = 8;
    private static final int MOST_CHANGES = 3;
    private static final int LONGEST_SECONDS = 86_400;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long the applications run; ${DEFAULT-VALUE} if not given.")
    private int seconds;

    @Option(
            names = "--database",
            paramLabel = "JDBC-URL",
            description =
                    "Where to store: a SQLite file or jdbc:postgresql://host[:port]/database; a new SQLite file if"
                            + " not given.")
    private @Nullable String database;

    @Option(
            names = "--open",
            description = "Then serves the page of what is stored, and opens it in the browser, until Ctrl-C.")
    private boolean open;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new OptionException(
                    List.of("option '--seconds' is '" + seconds + "'; allowed is 1 to " + LONGEST_SECONDS));
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path directory = temporaryDirectory();
        String url =
                Sinks.jdbcUrl(database == null ? directory.resolve("demo.db").toString() : database);
        Database.check(url); // before anything starts
        out.println("database: " + Setting.hidePassword(url));
        out.println("configurations of the applications: " + directory);
        Path redisDirectory = directory.resolve("redis");
        try {
            return run(out, url, redisDirectory);
        } finally {
            delete(redisDirectory);
        }
    }

    private int run(PrintWriter out, String url, Path redisDirectory)
            throws IOException, SQLException, InterruptedException {
        String environment = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        // The password protects the demo's Redis, because other users of the machine can reach its port, too.
        String password = UUID.randomUUID().toString();
        try (Demo demo = new Demo(
                "redis://:" + password + "@127.0.0.1:" + freePort(), url, environment, Duration.ofSeconds(seconds))) {
            Runtime.getRuntime().addShutdownHook(GatherThreads.named("demo-end", demo::close));
            demo.startRedis(redisDirectory);
            Path directory = Objects.requireNonNull(redisDirectory.getParent());
            SampleApplication.Counts counts = demo.run(directory, new Progress(out, Terminal.isThere()));
            try (StoredTotals totals = StoredTotals.open(url, environment)) {
                out.println();
                GroupTable.lines(totals.topGroups(TOP_GROUPS)).forEach(out::println);
                out.println();
                ActionTable.lines(totals.topActions(TOP_ACTIONS)).forEach(out::println);
                out.println();
                out.println("rows: " + totals.rows() + " of events, " + totals.actionRows() + " of actions");
                long before = demo.storeHourBefore();
                out.printf(
                        Locale.ROOT,
                        "an hour before the demo was added, to compare with: release %s at the pace of the demo's first"
                                + " half, %,d events%n",
                        Release.FIRST.label(),
                        before);
                boolean isShown = showChanges(out, url, environment);
                StoredTotals.Conservation conservation =
                        totals.conservation(counts.plus(new SampleApplication.Counts(before, 0)));
                out.println(conservation.line());
                out.flush();
                if (open) {
                    serve(demo, out);
                }
                return conservation.holds() && isShown ? 0 : Main.FAILED;
            }
        }
    }

    /** Serves the page until this process is told to end. */
    private static void serve(Demo demo, PrintWriter out) throws InterruptedException {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        demo.serve(address -> {
            boolean isToBeOpened = isFirst.getAndSet(false);
            out.println((isToBeOpened ? "page: " : "page, for another browser: ") + address);
            String why = isToBeOpened ? Browser.open(address) : null;
            if (isToBeOpened) {
                out.println(
                        why == null
                                ? "It is being opened in the browser; Ctrl-C ends the demo."
                                : why + ": open the address yourself, within this machine; Ctrl-C ends the demo.");
            }
            out.flush();
        });
        new CountDownLatch(1).await(); // the demo is closed when the JVM ends
    }

    /** Runs the command {@code new} on what is stored; returns whether it could. */
    private boolean showChanges(PrintWriter out, String url, String environment) {
        List<String> arguments = List.of(
                "new",
                "--since-release",
                "--limit",
                Integer.toString(MOST_CHANGES),
                "--environment",
                environment,
                "--database");
        out.println();
        out.println("./centralog " + String.join(" ", arguments) + " '" + Setting.hidePassword(url) + "'");
        int exitCode = GathererCommands.run(
                out,
                Objects.requireNonNull(spec).commandLine().getErr(),
                Stream.concat(arguments.stream(), Stream.of(url)).toArray(String[]::new));
        out.println();
        return exitCode == 0;
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("centralog-tools-");
        } catch (IOException e) {
            throw new DemoException(
                    "the demo can't create a directory in " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage()
                            + "; set one that is writable: CENTRALOG_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                    e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
