// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.ManyRows;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.StoredGroups.Order;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the plans of what {@code tail}, {@code groups} and {@code show} ask of a minute: none reads all rows. */
class StoredPlansIT {
    private static final Instant START = Instant.parse("2026-01-31T00:02:00Z");
    private static final Slices MINUTE = Slices.of(START, START.plusSeconds(60), START.plusSeconds(3600));

    /** A scan of a table that grows with time, by its name or its alias; on PostgreSQL, but for the empty default partition. */
    private static final List<Pattern> SCANS = List.of(
            Pattern.compile("\\bSCAN (e|s|event_rows|sample_rows|group_minutes)( |$)"),
            Pattern.compile("Seq Scan on (event_rows|sample_rows|group_minutes)(?!_default)"),
            Pattern.compile("^\\d+\\|[^|]*\\|(e|s|event_rows|sample_rows|group_minutes)\\|(ALL|index)\\|"));

    @TempDir
    Path directory = Path.of("");

    /** A plan, and the query that it is of. */
    private record Plan(String query, List<String> lines) {
        boolean readsWhole() {
            return lines.stream().anyMatch(line -> SCANS.stream()
                    .anyMatch(scan -> scan.matcher(line).find()));
        }
    }

    /** A connection that explains each query before it is run. */
    private static final class Explained {
        private final Connection connection;
        private final String explain;
        private final List<Plan> plans = new ArrayList<>();

        Explained(Connection connection, String explain) {
            this.connection = connection;
            this.explain = explain;
        }

        Connection proxy() {
            return proxy(Connection.class, (method, arguments) -> {
                Object result = invoke(connection, method, arguments);
                return result instanceof PreparedStatement statement
                        ? statement(statement, String.valueOf(arguments[0]))
                        : result;
            });
        }

        private PreparedStatement statement(PreparedStatement statement, String sql) throws SQLException {
            PreparedStatement explaining = connection.prepareStatement(explain + sql);
            return proxy(PreparedStatement.class, (method, arguments) -> {
                if (method.getName().toLowerCase(Locale.ROOT).startsWith("set")) {
                    invoke(explaining, method, arguments);
                } else if (method.getName().equals("executeQuery")) {
                    plans.add(new Plan(sql, lines(explaining)));
                } else if (method.getName().equals("close")) {
                    explaining.close();
                }
                return invoke(statement, method, arguments);
            });
        }

        private static List<String> lines(PreparedStatement explaining) throws SQLException {
            List<String> lines = new ArrayList<>();
            try (ResultSet row = explaining.executeQuery()) {
                while (row.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        columns.add(String.valueOf(row.getString(column)));
                    }
                    lines.add(String.join("|", columns));
                }
            }
            return lines;
        }

        private interface Call {
            @Nullable
            Object of(Method method, Object[] arguments) throws Throwable;
        }

        private static <T> T proxy(Class<T> type, Call call) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> call.of(method, arguments == null ? new Object[0] : arguments)));
        }

        private static @Nullable Object invoke(Object of, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(of, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void queries_ofAMinute_readNoTableOfRowsWhole(Databases.Kind kind) throws SQLException {
        Database database = Database.of(Databases.target(ManyRows.fill(kind, directory)));
        try (Connection connection = database.openToRead()) {
            Explained explained = new Explained(connection, ManyRows.explain(kind));
            StoredGroups stored = new StoredGroups(new Queries(database, explained.proxy()), null);
            EventQuery minute = EventQuery.in(MINUTE.range());

            List<GroupCounts> most = stored.most(minute, MINUTE, Order.TREND, 20);
            assertThat(most).hasSize(20);
            assertThat(stored.most(minute.with(Kind.HOST, "host7").with(Kind.LEVEL, "LEVEL1"), MINUTE, Order.TOTAL, 20))
                    .isNotEmpty();
            StoredGroup group = stored.of(List.of(most.get(0).group()));
            assertThat(stored.find(most.get(0).group().groupId()))
                    .contains(most.get(0).group());
            assertThat(group.rows(MINUTE.range()).processes()).isNotEmpty();
            assertThat(group.repeats(MINUTE)).containsExactly(4L);
            assertThat(group.rows(MINUTE.range()).values().read()).isPositive();
            for (EventQuery each : List.of(
                    minute.with(Kind.GROUP, most.get(0).group().groupId()),
                    minute.with(Kind.HOST, "host7"),
                    minute.with(Kind.TRACE, "trace130077"),
                    minute.with(Kind.APP, "app3"))) {
                assertThat(stored.events().last(each, 5)).as(each.toString()).isNotEmpty();
            }

            assertThat(explained.plans).hasSizeGreaterThan(12);
            assertThat(explained.plans).noneMatch(Plan::readsWhole);
            try (PreparedStatement all =
                    explained.proxy().prepareStatement("SELECT * FROM event_rows WHERE thread_name = 'x'")) {
                all.executeQuery().close();
            }
            assertThat(explained.plans.get(explained.plans.size() - 1).readsWhole())
                    .as("a query that has no index is recognized")
                    .isTrue();
        }
    }
}
