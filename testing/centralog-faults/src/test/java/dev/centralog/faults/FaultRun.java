// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.Main;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testsupport.StoredSums;
import dev.centralog.tools.audit.Audit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * The environment of a fault test: producers, gatherers in this process or in others, a database, a seed that is
 * printed, and the audit. Not thread-safe.
 */
final class FaultRun implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(Faults.times(2, 15));
    private static final StatusListener SILENT = (severity, message, cause) -> {};
    private static final Backlog NOTHING = new Backlog(Set.of(), Set.of());
    private static final String APP = "shop";

    private final String fault;
    private final Path directory;
    private final String jdbcUrl;
    private final Random random;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Traffic> traffic = new ArrayList<>();
    private final List<Path> ledgers = new ArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    private FaultRun(String fault, Path directory, String jdbcUrl) {
        this.fault = fault;
        this.directory = directory;
        this.jdbcUrl = jdbcUrl;
        long seed = Long.getLong("centralog.faults.seed", new Random().nextLong());
        System.out.println(fault + ": seed " + seed + " (-Dcentralog.faults.seed)");
        random = new Random(seed);
        try (Sinks sinks = sinks()) {
            sinks.events().prepare(); // otherwise gatherers would wait for each other to create the tables
        }
    }

    /** Starts a run that stores in a SQLite file. */
    static FaultRun of(String fault, Path directory) {
        return of(fault, directory, "jdbc:sqlite:" + directory.resolve("stored.db"));
    }

    /** Starts a run that stores in an empty database. */
    static FaultRun of(String fault, Path directory, String jdbcUrl) {
        return new FaultRun(fault, directory, jdbcUrl);
    }

    /** Returns a configuration that notices failures and recovers from them quickly, with slices of a second. */
    static CentralogConfig config(int port) {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, "redis://127.0.0.1:" + port)
                .with(Settings.APP, APP)
                .with(Settings.FLUSH_INTERVAL, Duration.ofMillis(20))
                .with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMillis(20))
                .with(Settings.COMMAND_TIMEOUT, Duration.ofMillis(500))
                .with(Settings.CONNECT_TIMEOUT, Duration.ofMillis(500))
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60)
                .with(ReaderSettings.GRACE, Duration.ofMillis(100))
                .with(ReaderSettings.LATE_HOLD, Duration.ofMillis(200))
                .with(ReaderSettings.SLICE_DISTANCE, 1)
                .with(ReaderSettings.SLICE_LATE_HOLD, 0)
                .with(ReaderSettings.LEASE, Duration.ofSeconds(1))
                .with(ReaderSettings.POLL_INTERVAL, Duration.ofMillis(20));
    }

    /** Returns this run's source of random faults; its seed was printed. */
    Random random() {
        return random;
    }

    /** Waits for a random time: at least the first number of milliseconds, and less than the second number more. */
    void await(int leastMillis, int moreMillis) {
        long end = System.nanoTime()
                + Duration.ofMillis(leastMillis + random.nextInt(moreMillis)).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Starts another producer. */
    Traffic produce(CentralogConfig config) {
        Path ledger = directory.resolve("ledger" + ledgers.size());
        ledgers.add(ledger);
        Traffic started = Traffic.start(config.with(Settings.HOST, host(traffic.size())), ledger);
        traffic.add(started);
        parts.push(started);
        return started;
    }

    /** Starts a gatherer in this process. */
    Gatherer gather(CentralogConfig config) {
        StatusListener listener = (severity, message, cause) -> troubles.add(message);
        Gatherer gatherer = Gatherer.open(config, Sinks.open(new SinkTarget(jdbcUrl, "", "", listener)), listener);
        gatherer.start();
        parts.push(gatherer);
        return gatherer;
    }

    /** Starts the daemon in a process of its own. */
    ForkedJvm gatherElsewhere(int port) {
        ForkedJvm daemon = ForkedJvm.builder(Main.class.getName())
                .jvmOptions("-Xmx128m", "-XX:+UseSerialGC")
                .arguments(
                        "gather",
                        "--redis=redis://127.0.0.1:" + port,
                        "--database=" + jdbcUrl,
                        "--grace=100ms",
                        "--late-hold=200ms",
                        "--slice-distance=1",
                        "--slice-late-hold=0",
                        "--lease=1s",
                        "--poll-interval=20ms",
                        "--command-timeout=500ms",
                        "--connect-timeout=500ms")
                .start();
        parts.push(daemon);
        return daemon;
    }

    /** Starts {@code load} in a process of its own: one call in a hundred logs a distinct event, thirty count an action. */
    ForkedJvm loadElsewhere(int port, long calls, int callsPerSecond) {
        Path ledger = directory.resolve("ledger" + ledgers.size());
        ledgers.add(ledger);
        ForkedJvm load = ForkedJvm.builder("dev.centralog.tools.Main")
                .jvmOptions("-Xmx512m")
                .optimized()
                .arguments(
                        "load",
                        "--redis=redis://127.0.0.1:" + port,
                        "--framework=logback",
                        "--group-by=template",
                        "--events=" + calls,
                        "--rate=" + callsPerSecond,
                        "--threads=2",
                        "--groups=100",
                        "--distinct=1",
                        "--actions=30",
                        "--setting=app=" + APP,
                        "--setting=sliceLength=1s",
                        "--setting=sliceRing=60",
                        "--setting=commandTimeout=1s",
                        "--setting=connectTimeout=1s",
                        "--setting=shutdownTimeout=1m",
                        "--setting=shutdownTimeoutAway=1m",
                        "--ledger=" + ledger)
                .start();
        parts.push(load);
        return load;
    }

    /** Returns the messages of this process's gatherers so far. */
    List<String> troubles() {
        return troubles;
    }

    /** Returns the repeats and counts in the database. */
    long stored() {
        Audit audit = audit();
        return audit.events().stored() + audit.actions().stored();
    }

    /** Waits until that many more rows of events are stored, which shows that gatherers are at work. */
    void awaitMoreRows(int more) {
        long before = rows();
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> rows() >= before + more);
    }

    private long rows() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM event_rows")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException ignored) {
            return 0;
        }
    }

    /**
     * Ends all producers, waits until everything is stored, and asserts that each event and each action is counted
     * correctly.
     */
    void assertExact(int times, CentralogConfig direct) {
        Audit audit = end(times, direct);
        assertThat(audit.isExact()).as(audit.lines().toString()).isTrue();
        assertThat(audit.events().dropped()).isEmpty();
        assertThat(audit.actions().dropped()).isEmpty();
        assertThat(audit.events().otherTime()).as("counted in another second").isZero();
        assertThat(audit.events().logged()).isPositive();
        assertThat(audit.actions().logged()).isPositive();
        StoredSums.assertAgree(jdbcUrl);
        if (traffic.size()
                == ledgers.size()) { // else some producers were other processes, whose figures are not known here
            assertSamplesExact();
            assertExactByHost();
        }
    }

    /** Returns the name of the host that a producer takes for its own. */
    private static String host(int producer) {
        return "host-" + producer;
    }

    /** Asserts that of each producer as many events are stored as it had confirmed. */
    private void assertExactByHost() {
        for (int i = 0; i < traffic.size(); i++) {
            String query = "SELECT coalesce(sum(repeats), 0) FROM event_processes WHERE host = '" + host(i) + "'";
            assertThat(number(query))
                    .as("events of producer %d", i)
                    .isEqualTo(traffic.get(i).stats().acknowledged());
        }
    }

    /** Asserts that the samples stored are those taken, but for those left out and counted. */
    private void assertSamplesExact() {
        long taken = 0;
        long leftOut = 0;
        for (Traffic each : traffic) {
            taken += each.stats().samplesTaken();
            leftOut += each.stats().samplesLeftOut();
        }
        long byRedis =
                number("SELECT coalesce(sum(count), 0) FROM drops WHERE stream = 'samples' AND reason = 'redis'");
        assertThat(number("SELECT coalesce(sum(count), 0) FROM drops WHERE stream = 'samples' AND reason = 'process'"))
                .as("samples left out by processes")
                .isEqualTo(leftOut);
        assertThat(number("SELECT sum(in_full) FROM events"))
                .as("samples stored; taken %d, left out %d and by Redis %d", taken, leftOut, byRedis)
                .isEqualTo(taken - leftOut - byRedis);
        assertThat(number("SELECT count(*) FROM event_details")).isEqualTo(taken - leftOut - byRedis);
    }

    private long number(String query) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Ends all producers, waits until everything is stored, prints a line for docs/reliability.md, and returns the
     * audit.
     */
    Audit end(int times, CentralogConfig... direct) {
        for (Traffic each : traffic) {
            assertThat(each.end(LIMIT)).isZero();
        }
        for (CentralogConfig each : direct) {
            awaitEmpty(each);
        }
        Audit audit = audit();
        System.out.printf(
                "| %s | %,d | %,d | %,d | %s | %s |%n",
                fault,
                times,
                audit.events().logged(),
                audit.actions().logged(),
                audit.events().figures(),
                audit.actions().figures());
        return audit;
    }

    Audit audit() {
        return Audit.of(ledgers, new SinkTarget(jdbcUrl, "", "", SILENT), 0);
    }

    private static void awaitEmpty(CentralogConfig config) {
        CentralogConfig patient = config.with(
                        Settings.COMMAND_TIMEOUT, Duration.ofMinutes(1)) // the highest value allowed
                .with(Settings.CONNECT_TIMEOUT, Duration.ofMinutes(1));
        try (EventSource events = EventSource.open(patient, SILENT);
                ActionSource actions = ActionSource.open(patient, SILENT)) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsInstanceOf(CentralogException.class) // a server that just became a replica
                    .until(() -> events.backlog().equals(NOTHING)
                            && actions.backlog().equals(NOTHING));
        }
    }

    private Sinks sinks() {
        return Sinks.open(new SinkTarget(jdbcUrl, "", "", SILENT));
    }

    /** Ends everything that still runs, in the reverse order of the start. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
