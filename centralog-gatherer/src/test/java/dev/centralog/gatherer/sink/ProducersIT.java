// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.LATE;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWindow.Processes;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.GatheredEvent.Samples;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gather.ProcessSign.Kind;
import dev.centralog.gatherer.Databases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the table of processes: which host, release and process has logged what how often. */
class ProducersIT {
    private static final String BY_HOST =
            "SELECT p.host, sum(p.repeats) FROM event_processes p GROUP BY p.host ORDER BY p.host";

    @TempDir
    Path directory = Path.of("");

    private String empty(Databases.Kind kind) {
        return Databases.shared().empty(kind, directory);
    }

    private static Sinks open(String url) {
        return Sinks.open(Databases.target(url));
    }

    private static String id(long number) {
        return String.format("%016x", number);
    }

    private static ProcessInfo info(String release, int host) {
        return new ProcessInfo("shop", "test", release, "host-" + host, 100 + host, "pod-" + host);
    }

    private static GatheredEvent row(Instant second, String delivery, ProcessCounts counts) {
        return new GatheredEvent(second, group(1), delivery, counts, event("sold"), Flag.NONE);
    }

    private static ProcessSign sign(Instant second, long process, Kind kind) {
        ProcessSign.Content content =
                new ProcessSign.Content(info("1.0", (int) process), "0.1.0", "17.0.1", "log4j 2.24");
        return new ProcessSign(second, FIRST, id(process), kind, content);
    }

    private static SealedWindow window(
            String delivery, GatheredEvent row, Map<String, ProcessInfo> known, ProcessSign... signs) {
        return new SealedWindow(
                delivery,
                1,
                new EventWindow.Content(List.of(row), List.of(), List.of(), new Processes(known, List.of(signs))));
    }

    /** Returns a window in which the process has counted one event. */
    private static SealedWindow heard(Instant second, long process, ProcessSign... signs) {
        return window(
                FIRST,
                row(second, FIRST, ProcessCounts.of(process, 1)),
                Map.of(id(process), info("1.0", (int) process)),
                signs);
    }

    /** Returns the times of all processes: first seen, last seen, started, ended. */
    private static List<String> spans(String url) {
        Database database = Database.of(Databases.target(url));
        List<String> spans = new ArrayList<>();
        try (Connection connection = database.openToRead();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM processes ORDER BY id")) {
            while (row.next()) {
                StringBuilder span = new StringBuilder(row.getString("id"));
                for (String column : List.of("first_seen", "last_seen", "started_at", "ended_at")) {
                    boolean isNull = row.getString(column) == null;
                    span.append('|').append(isNull ? null : database.time(row, column));
                }
                spans.add(span.toString());
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return spans;
    }

    private static String span(long process, @Nullable Instant... times) {
        StringBuilder span = new StringBuilder(id(process));
        for (Instant time : times) {
            span.append('|').append(time);
        }
        return span.toString();
    }

    @ParameterizedTest
    @EnumSource
    void hosts_ofOneGroupAndSecond_areExactAlsoTwiceAndLate(Databases.Kind kind) {
        String url = empty(kind);
        Map<String, ProcessInfo> known = Map.of(id(1), info("1.0", 1), id(2), info("1.1", 2), id(3), info("1.1", 2));
        ProcessCounts counts = ProcessCounts.builder()
                .add(1, 700)
                .add(2, 20)
                .add(3, 3)
                .add(9, 5)
                .build();
        SealedWindow first = window(FIRST, row(SECOND, FIRST, counts), known);
        SealedWindow late = window(LATE, row(SECOND, LATE, ProcessCounts.of(2, 1000)), Map.of(id(2), info("1.1", 2)));
        try (Sinks sinks = open(url)) {
            sinks.events().store(first);
            sinks.events().store(first);
            sinks.events().store(late);
            sinks.events().store(late);
        }
        try (Sinks sinks = open(url)) {
            sinks.events().store(first);
        }
        assertThat(Sql.rows(url, BY_HOST)).containsExactlyInAnyOrder("host-1|700", "host-2|1023", "null|5");
        assertThat(Sql.rows(
                        url,
                        "SELECT p.release, p.app, sum(p.repeats) FROM event_processes p GROUP BY p.release, p.app"))
                .containsExactlyInAnyOrder("1.0|shop|700", "1.1|shop|1023", "null|shop|5");
        assertThat(Sql.rows(
                        url,
                        "SELECT process_id, instance, pid, sum(repeats) FROM event_processes"
                                + " WHERE environment = 'test' GROUP BY process_id, instance, pid"))
                .containsExactlyInAnyOrder(
                        id(1) + "|pod-1|101|700",
                        id(2) + "|pod-2|102|1020",
                        id(3) + "|pod-2|102|3",
                        id(9) + "|null|null|5");
        assertThat(Sql.rows(url, "SELECT count(*) FROM processes")).containsExactly("3");
    }

    @ParameterizedTest
    @EnumSource
    void times_areTheWidestOfAllWindowsAndTextsTheFirst(Databases.Kind kind) {
        String url = empty(kind);
        Instant later = SECOND.plusSeconds(600);
        try (Sinks sinks = open(url)) {
            sinks.events().store(heard(SECOND.plusSeconds(5), 1));
            assertThat(spans(url)).containsExactly(span(1, SECOND.plusSeconds(5), SECOND.plusSeconds(5), null, null));

            sinks.events().store(heard(SECOND, 1, sign(SECOND, 1, Kind.START)));
            assertThat(spans(url)).containsExactly(span(1, SECOND, SECOND.plusSeconds(5), SECOND, null));

            sinks.events().store(heard(later, 1, sign(later, 1, Kind.END)));
            sinks.events().store(heard(SECOND.plusSeconds(60), 1, sign(SECOND.plusSeconds(60), 1, Kind.ALIVE)));
            Map<String, ProcessInfo> other = Map.of(id(1), info("9.9", 9));
            sinks.events().store(window(LATE, row(SECOND, LATE, ProcessCounts.of(1, 1)), other));
        }
        assertThat(spans(url)).containsExactly(span(1, SECOND, later, SECOND, later));
        assertThat(Sql.rows(
                        url,
                        "SELECT p.app, p.environment, p.release, p.host, p.pid, p.instance, p.centralog, p.java,"
                                + " p.framework FROM processes p"))
                .containsExactly("shop|test|1.0|host-1|101|pod-1|0.1.0|17.0.1|log4j 2.24");
        assertThat(Sql.rows(url, "SELECT process_id, kind FROM process_signs ORDER BY window_start"))
                .containsExactly(id(1) + "|start", id(1) + "|alive", id(1) + "|end");
    }

    @ParameterizedTest
    @EnumSource
    void texts_thatCameEmpty_areFilledIn(Databases.Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            ProcessSign bare = new ProcessSign(SECOND, FIRST, id(1), Kind.ALIVE, null);
            SealedWindow onlySign = window(FIRST, row(SECOND, FIRST, ProcessCounts.of(2, 1)), Map.of(), bare);
            sinks.events().store(onlySign);
            sinks.events().store(onlySign);
            assertThat(Sql.rows(url, "SELECT p.app, p.release, p.host, p.pid, p.java FROM processes p"))
                    .containsExactly("|null|null|null|null");

            sinks.events().store(heard(SECOND.plusSeconds(1), 1));
            assertThat(Sql.rows(url, "SELECT p.app, p.release, p.host, p.pid, p.java FROM processes p"))
                    .containsExactly("shop|1.0|host-1|101|null");

            sinks.events().store(heard(SECOND.plusSeconds(2), 1, sign(SECOND.plusSeconds(2), 1, Kind.ALIVE)));
            assertThat(Sql.rows(url, "SELECT p.app, p.release, p.host, p.pid, p.java FROM processes p"))
                    .containsExactly("shop|1.0|host-1|101|17.0.1");
        }
    }

    /** Checks that most windows write no row, that the last second lags by a minute at most, and that an end is exact. */
    @ParameterizedTest
    @EnumSource
    void lastSeen_isWrittenOnceAMinute(Databases.Kind kind) {
        String url = empty(kind);
        int written = 0;
        String last = "";
        try (Sinks sinks = open(url)) {
            for (int second = 0; second < 180; second += 3) {
                sinks.events().store(heard(SECOND.plusSeconds(second), 1));
                String now = spans(url).get(0).split("\\|")[2];
                written += now.equals(last) ? 0 : 1;
                last = now;
                assertThat(Instant.parse(now)).isAfter(SECOND.plusSeconds(second - 60));
            }
            assertThat(written).isBetween(3, 7);
            Instant end = SECOND.plusSeconds(181);
            sinks.events().store(heard(end, 1, sign(end, 1, Kind.END)));
            assertThat(spans(url)).containsExactly(span(1, SECOND, end, null, end));
        }
    }

    @ParameterizedTest
    @EnumSource
    void failure_thatUndoesTheWindow_undoesWhatIsRememberedOfIt(Databases.Kind kind) {
        String url = empty(kind);
        SealedWindow whole = heard(SECOND, 1);
        Iterable<WindowPart> breaks = () -> {
            throw new IllegalStateException("Redis is unavailable");
        };
        try (Sinks sinks = open(url)) {
            sinks.events().store(heard(SECOND.minusSeconds(1), 2));
            Sql.execute(url, "DELETE FROM processes");
            assertThatThrownBy(() -> sinks.events().store(new SealedWindow(FIRST, 1, breaks)))
                    .isInstanceOf(IllegalStateException.class);

            sinks.events().store(heard(SECOND, 2)); // over a new connection: what was written may not be there
            assertThat(Sql.rows(url, "SELECT id FROM processes")).containsExactly(id(2));

            // The last step of the transaction fails.
            Sql.execute(url, "ALTER TABLE processes RENAME TO elsewhere");
            assertThatThrownBy(() -> sinks.events().store(whole)).isInstanceOf(SinkException.class);
            Sql.execute(url, "ALTER TABLE elsewhere RENAME TO processes");
            sinks.events().store(whole);
        }
        assertThat(Sql.rows(url, "SELECT id FROM processes ORDER BY id")).containsExactly(id(1), id(2));
    }

    /** Checks a rolling deploy: in one second both releases log the same, from the same host and from others. */
    @ParameterizedTest
    @EnumSource
    void releases_ofARollingDeploy_areToldApartInOneSecond(Databases.Kind kind) {
        String url = empty(kind);
        ProcessCounts counts =
                ProcessCounts.builder().add(1, 40).add(2, 2).add(3, 1).build();
        Map<String, ProcessInfo> known = Map.of(id(1), info("1.0", 1), id(2), info("2.0", 1), id(3), info("2.0", 3));
        GatheredSample sample = new GatheredSample(
                id(2), 7, event("sold").toBuilder().sequence(7).build());
        GatheredEvent row = new GatheredEvent(
                SECOND, group(1), FIRST, counts, event("sold"), Flag.NONE, new Samples(true, List.of(sample)));
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(FIRST, row, known));
        }
        assertThat(Sql.rows(url, "SELECT p.release, p.host, p.repeats FROM event_processes p ORDER BY p.process_id"))
                .containsExactly("1.0|host-1|40", "2.0|host-1|2", "2.0|host-3|1");
        assertThat(Sql.rows(url, "SELECT host, pid FROM event_details WHERE n = 7"))
                .containsExactly("host-1|101");
    }

    @ParameterizedTest
    @EnumSource
    void texts_thatAreHostile_arriveHarmlessAndBounded(Databases.Kind kind) {
        String url = empty(kind);
        ProcessInfo hostile = new ProcessInfo(
                "\0'; DROP TABLE processes; --",
                "\ud83d",
                "\u001b[31m\0" + "\u00e4".repeat(10_240),
                "\u202eevil",
                Long.MIN_VALUE,
                "\ud83d\ude00".repeat(300));
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(FIRST, row(SECOND, FIRST, ProcessCounts.of(1, 3)), Map.of(id(1), hostile)));
        }
        assertThat(Sql.rows(url, "SELECT p.app, p.environment, p.host, p.pid, p.instance FROM processes p"))
                .containsExactly("\ufffd'; DROP TABLE processes; --|\ufffd|\ufffdevil|" + Long.MIN_VALUE + "|"
                        + hostile.instance());
        assertThat(hostile.instance()).startsWith("\ud83d\ude00".repeat(60));
        String release =
                Sql.rows(url, "SELECT p.release FROM event_processes p").get(0);
        assertThat(release).startsWith("\ufffd[31m\ufffd\u00e4\u00e4").hasSizeLessThan(ProcessInfo.MAX_TEXT_BYTES);
        assertThat(Sql.rows(url, BY_HOST)).containsExactly("\ufffdevil|3");
    }

    /** Checks a row that the database refuses: the events are stored, and all other processes. */
    @ParameterizedTest
    @EnumSource
    void process_theDatabaseRefuses_leavesTheRest(Databases.Kind kind) {
        String url = empty(kind);
        List<String> warnings = new ArrayList<>();
        Map<String, ProcessInfo> known = Map.of(id(1), info("1.0", 1), id(2), info("1.0", 2), id(3), info("1.0", 3));
        ProcessCounts counts =
                ProcessCounts.builder().add(1, 1).add(2, 1).add(3, 1).build();
        try (Sinks sinks =
                Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> warnings.add(message)))) {
            sinks.events().prepare();
            Sql.execute(
                    url,
                    kind == Databases.Kind.SQLITE
                            ? "CREATE TRIGGER refuse_it BEFORE INSERT ON processes WHEN new.host = 'host-2'"
                                    + " BEGIN SELECT raise(ABORT, 'no such thing here'); END"
                            : "ALTER TABLE processes ADD CONSTRAINT refuse_it CHECK (host <> 'host-2')");
            sinks.events().store(window(FIRST, row(SECOND, FIRST, counts), known));
        }
        assertThat(Sql.rows(url, BY_HOST)).containsExactlyInAnyOrder("host-1|1", "host-3|1", "null|1");
        assertThat(warnings).anyMatch(each -> each.contains("did not take 1 rows of the table processes"));
    }

    /** Checks a thousand pods, each with a release of its own, and the same pods through two gatherers at once. */
    @ParameterizedTest
    @EnumSource
    void gatherers_thatStoreTheSameProcessesAtOnce_doNotHinderEachOther(Databases.Kind kind) throws Exception {
        String url = empty(kind);
        int pods = 1000;
        int seconds = 6;
        Map<String, ProcessInfo> known = new HashMap<>();
        ProcessCounts.Builder counts = ProcessCounts.builder();
        for (int pod = 1; pod <= pods; pod++) {
            known.put(id(pod), info("1.0." + pod, pod));
            counts.add(pod, pod);
        }
        ProcessCounts all = counts.build();
        CountDownLatch start = new CountDownLatch(2);
        ExecutorService gatherers = Executors.newFixedThreadPool(2);
        try (Sinks one = open(url);
                Sinks two = open(url)) {
            one.events().prepare();
            two.events().prepare();
            List<Future<?>> done = new ArrayList<>();
            for (int which = 0; which < 2; which++) {
                Sink<SealedWindow> sink = (which == 0 ? one : two).events();
                int odd = which;
                done.add(gatherers.submit(() -> {
                    start.countDown();
                    start.await();
                    // Their windows are a minute apart, so that each writes all processes.
                    for (int second = odd; second < 2 * seconds; second += 2) {
                        Instant at = SECOND.plus(Duration.ofMinutes(second));
                        sink.store(window(FIRST, row(at, FIRST, all), known));
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(); // a deadlock would be an exception
            }
        } finally {
            gatherers.shutdownNow();
        }
        assertThat(Sql.rows(url, "SELECT count(*), count(DISTINCT p.release) FROM processes p"))
                .containsExactly(pods + "|" + pods);
        Instant last = SECOND.plus(Duration.ofMinutes(2L * seconds - 1));
        assertThat(spans(url))
                .hasSize(pods)
                .contains(span(1, SECOND, last, null, null), span(777, SECOND, last, null, null));
        assertThat(Sql.rows(url, "SELECT sum(p.repeats) FROM event_processes p WHERE p.release = '1.0.777'"))
                .containsExactly(Long.toString(777L * 2 * seconds));
    }

    /** Checks a group with ten thousand processes in one second. */
    @ParameterizedTest
    @EnumSource
    void processes_tenThousandInOneGroup_areCountedOneByOne(Databases.Kind kind) {
        String url = empty(kind);
        int processes = 10_000;
        Map<String, ProcessInfo> known = new HashMap<>();
        ProcessCounts.Builder counts = ProcessCounts.builder();
        for (int process = 1; process <= processes; process++) {
            known.put(id(process), info("1.0", process));
            counts.add(process, process);
        }
        ProcessCounts all = counts.build();
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            for (int second : new int[] {0, 1, 2, 61}) {
                Instant at = SECOND.plusSeconds(second);
                SealedWindow window = window(FIRST, row(at, FIRST, all), known);
                sinks.events().store(window);
            }
        }
        assertThat(Sql.rows(url, "SELECT count(DISTINCT p.host), sum(p.repeats) FROM event_processes p"))
                .containsExactly(processes + "|" + 4L * processes * (processes + 1) / 2);
        assertThat(Sql.rows(url, "SELECT sum(p.repeats) FROM event_processes p WHERE p.host = 'host-4711'"))
                .containsExactly("18844");
    }
}
