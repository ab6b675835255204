// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkTarget;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads the counts of numbered loads from a database, and enters them into books.
 *
 * <p>Thread-safety: none.
 */
final class StoredCounts implements AutoCloseable {
    private static final String EVENTS =
            "SELECT window_start, group_id, repeats, app, template, message, flag FROM events"
                    + " WHERE app IN (%s) OR flag <> ''";
    private static final String ACTIONS = "SELECT slice_start, slice_length, user_id, action_id, count, value_count,"
            + " value_sum, flag FROM actions";
    private static final String DROPS =
            "SELECT reason, sum(count) FROM drops WHERE stream = ? AND app IN (%s) GROUP BY reason";
    private static final String OVERFLOW = GatheredEvent.Flag.OVERFLOW.label();
    private static final String OTHER_TIME = GatheredEvent.Flag.OTHER_TIME.label();

    private final Database database;
    private final Connection connection;
    private final Map<String, Numbering> numberings;

    private StoredCounts(Database database, List<Numbering> numberings) {
        this.database = database;
        this.connection = database.openToRead();
        this.numberings = numberings.stream()
                .collect(Collectors.toMap(Numbering::app, each -> each, (one, other) -> one, TreeMap::new));
    }

    /** Connects to the database. */
    static StoredCounts open(SinkTarget target, List<Numbering> numberings) {
        return new StoredCounts(Database.of(target), numberings);
    }

    /** The count of a row without its own event; other rows tell the name of its group. */
    private record Nameless(String groupId, long window, long count) {}

    /** Enters all events, and returns what was dropped, by reason. */
    Map<String, Long> events(Book book) {
        Map<String, Long> dropped = drops(DropReport.EVENTS);
        Map<String, String> names = new HashMap<>();
        List<Nameless> nameless = new ArrayList<>();
        read(withApps(EVENTS), List.copyOf(numberings.keySet()), row -> {
            long count = row.getLong("repeats");
            long window = database.time(row, "window_start").getEpochSecond();
            String groupId = row.getString("group_id");
            String flag = row.getString("flag");
            Numbering numbering = numberings.get(String.valueOf(row.getString("app")));
            if (flag.equals(OVERFLOW)) {
                dropped.merge(OVERFLOW, count, Long::sum);
            } else if (numbering == null) {
                nameless.add(new Nameless(groupId, window, count));
            } else {
                Optional<String> name = numbering.nameOf(
                        String.valueOf(row.getString("template")), String.valueOf(row.getString("message")));
                if (name.isEmpty()) {
                    book.misplaced(count);
                    nameless.add(new Nameless(groupId, window, count));
                    return;
                }
                String known = names.merge(groupId, name.get(), (first, again) -> first);
                if (!known.equals(name.get())) {
                    book.misplaced(count);
                }
                if (flag.equals(OTHER_TIME)) {
                    book.storedElsewhere(known, count);
                } else {
                    book.stored(known, window, count);
                }
            }
        });
        nameless.stream()
                .filter(each -> names.containsKey(each.groupId))
                .forEach(each -> book.stored(names.getOrDefault(each.groupId, ""), each.window, each.count));
        book.dropped(sum(dropped));
        return dropped;
    }

    /** Enters all actions, and returns what was dropped, by reason. */
    Map<String, Long> actions(Book book) {
        Map<String, Long> dropped = drops(DropReport.ACTIONS);
        read(ACTIONS, List.of(), row -> {
            long count = row.getLong("count");
            String user = String.valueOf(row.getString("user_id"));
            if (row.getString("flag").equals(OVERFLOW)) {
                dropped.merge(OVERFLOW, count, Long::sum);
            } else if (numberings.values().stream().anyMatch(each -> user.startsWith(each.userPrefix()))) {
                long slice = database.time(row, "slice_start").getEpochSecond() / row.getLong("slice_length");
                String name = Numbering.actionName(user, row.getString("action_id"));
                if (row.getString("flag").equals(OTHER_TIME)) {
                    book.storedElsewhere(name, count);
                } else {
                    book.stored(name, slice, count);
                }
                String sum = row.getString("value_sum");
                BigDecimal expected = BigDecimal.valueOf(Numbering.VALUE * count);
                if (row.getLong("value_count") != count
                        || sum == null
                        || expected.compareTo(new BigDecimal(sum)) != 0) {
                    book.misplaced(count);
                }
            }
        });
        book.dropped(sum(dropped));
        return dropped;
    }

    private Map<String, Long> drops(String stream) {
        List<String> parameters = new ArrayList<>(List.of(stream));
        parameters.addAll(numberings.keySet());
        Map<String, Long> byReason = new TreeMap<>();
        read(withApps(DROPS), parameters, row -> byReason.put(row.getString(1), row.getLong(2)));
        return byReason;
    }

    private static long sum(Map<String, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }

    private String withApps(String sql) {
        return String.format(
                sql,
                String.join(", ", numberings.keySet().stream().map(app -> "?").toList()));
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void read(String sql, List<String> parameters, RowReader reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw database.failure("can't read", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // Nothing was written, so nothing is lost.
        }
    }
}
