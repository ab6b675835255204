// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.ProcessCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A reader of the processes that have logged events. */
final class EventProcesses {
    private final Queries queries;

    EventProcesses(Queries queries) {
        this.queries = queries;
    }

    /** Gives each of these rows what is stored of the process that has logged its event. */
    void addTo(List<StoredEvent> rows) {
        Map<String, ProcessInfo> known = known(rows);
        rows.replaceAll(row -> withProcess(row, known));
    }

    /** Returns a row with its event's process: of several, the one with the event's host and process id. */
    private static StoredEvent withProcess(StoredEvent row, Map<String, ProcessInfo> known) {
        Map<String, ProcessInfo> counting = new LinkedHashMap<>();
        for (String id : row.processes().asMap().keySet()) {
            ProcessInfo process = known.get(id);
            if (process != null) {
                counting.put(id, process);
            }
        }
        Origin origin = row.event().origin();
        ProcessInfo logger = counting.values().stream()
                .filter(each -> each.host().equals(origin.host()) && each.pid() == origin.pid())
                .findFirst()
                .orElse(row.own().process());
        return row.of(logger, counting);
    }

    private Map<String, ProcessInfo> known(List<StoredEvent> rows) {
        Set<String> ids = new LinkedHashSet<>();
        rows.forEach(row -> ids.addAll(row.processes().asMap().keySet()));
        ids.remove(ProcessCounts.UNKNOWN);
        Map<String, ProcessInfo> known = new HashMap<>();
        for (List<String> some : Parts.of(List.copyOf(ids))) {
            Condition among = GroupSums.among("p.id", some);
            queries.each(
                    "SELECT p.id, p.app, p.environment, p.release, p.host, p.pid, p.instance FROM processes p WHERE "
                            + among.sql(),
                    among.parameters(),
                    row -> known.put(EventRows.text(row, "id"), info(row)));
        }
        return known;
    }

    static ProcessInfo info(ResultSet row) throws SQLException {
        return new ProcessInfo(
                EventRows.text(row, "app"),
                EventRows.text(row, "environment"),
                EventRows.text(row, "release"),
                EventRows.text(row, "host"),
                row.getLong("pid"),
                EventRows.text(row, "instance"));
    }
}
