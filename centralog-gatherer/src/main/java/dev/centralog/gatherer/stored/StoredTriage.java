// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.ReleaseNames;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.FamilyTriage;
import dev.centralog.gatherer.triage.FamilyTriage.Comeback;
import dev.centralog.gatherer.triage.Triage;
import dev.centralog.gatherer.triage.TriageAction;
import dev.centralog.gatherer.triage.TriageState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of people on families. A decision on a place holds for all its texts that have none of their own. All methods block, and
 * throw {@link SinkException} if the database can't be read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredTriage {
    private final Queries queries;
    private final Database database;

    StoredTriage(Queries queries) {
        this.queries = queries;
        database = queries.database();
    }

    /** A family that counts for one of which was decided: it is the same, or a text of that place. */
    private record Counting(String id, String app, String decided) {}

    /** Returns all families that are resolved or muted, by their ids; the texts of places are not among them. */
    public Map<String, FamilyTriage> decided() {
        return judged(read(new Condition("t.state <> '" + TriageState.OPEN.label() + "'", List.of())));
    }

    /** Returns the last words on some families, by their ids, where there are any. */
    public Map<String, FamilyTriage> of(Collection<String> families) {
        Map<String, String> places = new HashMap<>();
        Map<String, Triage> decided = new HashMap<>();
        for (List<String> some : Parts.of(List.copyOf(families))) {
            Condition among = GroupSums.among("f.family_id", some);
            queries.each(
                    "SELECT f.family_id, f.place_id FROM families f WHERE " + among.sql()
                            + " AND EXISTS (SELECT 1 FROM family_triage)",
                    among.parameters(),
                    row -> places.put(EventRows.text(row, "family_id"), EventRows.text(row, "place_id")));
        }
        Set<String> ids = new HashSet<>(places.keySet());
        ids.addAll(places.values());
        for (List<String> some : Parts.of(List.copyOf(ids))) {
            decided.putAll(read(GroupSums.among("t.family_id", some)));
        }
        Map<String, FamilyTriage> judged = judged(decided);
        Map<String, FamilyTriage> all = new HashMap<>();
        places.forEach((family, place) -> {
            FamilyTriage triage = judged.getOrDefault(family, judged.get(place));
            if (triage != null) {
                all.put(family, triage);
            }
        });
        return all;
    }

    /** Returns the last word on a family; null if there is none. */
    public @Nullable FamilyTriage of(String family) {
        return of(List.of(family)).get(family);
    }

    /** Returns all that was decided on a family, the last decision first; not what was decided on its place. */
    public List<Decision> history(String family) {
        return queries.all(
                "SELECT * FROM family_decisions WHERE family_id = ? ORDER BY id DESC",
                List.of(family),
                row -> new Decision(
                        TriageAction.of(EventRows.text(row, "action")).orElse(TriageAction.NOTE),
                        row.getString("in_release"),
                        row.getString("note"),
                        EventRows.text(row, "decided_by"),
                        database.time(row, "decided_at")));
    }

    /**
     * Returns the condition that groups are of families with one of some states.
     *
     * @param column the column with the families' ids
     * @param labels names as those of {@link FamilyTriage#label}
     */
    Condition hasState(String column, Collection<String> labels) {
        Map<String, FamilyTriage> decided = decided();
        List<Condition> any = new ArrayList<>();
        for (String label : new HashSet<>(labels)) {
            any.add(
                    label.equals(TriageState.OPEN.label())
                            ? Condition.not(isOf(column, decided.keySet()))
                            : isOf(
                                    column,
                                    decided.entrySet().stream()
                                            .filter(each ->
                                                    each.getValue().label().equals(label))
                                            .map(Map.Entry::getKey)
                                            .toList()));
        }
        return Condition.any(any);
    }

    /** Returns the condition that what was decided on one of some families holds; true or false, also of a group without family. */
    private static Condition isOf(String column, Collection<String> decided) {
        if (decided.isEmpty()) {
            return Condition.any(List.of());
        }
        Condition own = GroupSums.among("f.family_id", List.copyOf(decided));
        Condition ofPlace = GroupSums.among("f.place_id", List.copyOf(decided));
        List<Object> parameters = new ArrayList<>(own.parameters());
        parameters.addAll(ofPlace.parameters());
        return new Condition(
                "(" + column + " IS NOT NULL AND " + column + " IN (SELECT f.family_id FROM families f WHERE "
                        + own.sql()
                        + " OR (" + ofPlace.sql()
                        + " AND NOT EXISTS (SELECT 1 FROM family_triage t WHERE t.family_id = f.family_id))))",
                parameters);
    }

    /** Returns the condition that families are muted. */
    Condition isMuted(String column) {
        List<String> muted = queries.all(
                "SELECT family_id FROM family_triage WHERE state = ?",
                List.of(TriageState.MUTED.label()),
                row -> EventRows.text(row, "family_id"));
        return isOf(column, muted);
    }

    private Map<String, Triage> read(Condition where) {
        Map<String, Triage> all = new HashMap<>();
        queries.each(
                "SELECT t.* FROM family_triage t WHERE " + where.sql(),
                where.parameters(),
                row -> all.put(EventRows.text(row, "family_id"), triage(row)));
        return all;
    }

    private Triage triage(ResultSet row) throws SQLException {
        String note = row.getString("note");
        return new Triage(
                TriageState.of(EventRows.text(row, "state")),
                row.getString("in_release"),
                note == null || note.isEmpty() ? null : note,
                EventRows.text(row, "decided_by"),
                database.time(row, "decided_at"));
    }

    private Map<String, FamilyTriage> judged(Map<String, Triage> decided) {
        List<Counting> counting = counting(decided);
        Map<String, List<Comeback>> seen = seen(counting);
        Map<String, Map<String, Instant>> began = began(counting, seen, decided);
        Map<String, List<Comeback>> comebacks = new HashMap<>();
        for (Counting each : counting) {
            Triage triage = decided.get(each.decided);
            for (Comeback one : seen.getOrDefault(each.id, List.of())) {
                if (triage != null
                        && triage.isBrokenBy(one.release(), one.last(), began.getOrDefault(each.app, Map.of()))) {
                    comebacks
                            .computeIfAbsent(each.decided, key -> new ArrayList<>())
                            .add(one);
                }
            }
        }
        return decided.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> new FamilyTriage(each.getValue(), comebacks.getOrDefault(each.getKey(), List.of()))));
    }

    /** Returns the families whose events count for those that are resolved. */
    private List<Counting> counting(Map<String, Triage> decided) {
        List<String> resolved = decided.entrySet().stream()
                .filter(each -> each.getValue().state() == TriageState.RESOLVED)
                .map(Map.Entry::getKey)
                .toList();
        List<Counting> all = new ArrayList<>();
        for (List<String> some : Parts.of(resolved)) {
            Condition own = GroupSums.among("f.family_id", some);
            Condition ofPlace = GroupSums.among("f.place_id", some);
            queries.each(
                    "SELECT f.family_id, f.app, f.family_id AS decided FROM families f WHERE " + own.sql(),
                    own.parameters(),
                    row -> all.add(counting(row)));
            queries.each(
                    "SELECT f.family_id, f.app, f.place_id AS decided FROM families f WHERE " + ofPlace.sql()
                            + " AND f.family_id <> f.place_id"
                            + " AND NOT EXISTS (SELECT 1 FROM family_triage t WHERE t.family_id = f.family_id)",
                    ofPlace.parameters(),
                    row -> all.add(counting(row)));
        }
        return all;
    }

    private static Counting counting(ResultSet row) throws SQLException {
        return new Counting(
                EventRows.text(row, "family_id"), EventRows.text(row, "app"), EventRows.text(row, "decided"));
    }

    private Map<String, List<Comeback>> seen(List<Counting> counting) {
        Map<String, List<Comeback>> seen = new HashMap<>();
        for (List<String> some : Parts.of(counting.stream().map(Counting::id).toList())) {
            Condition among = GroupSums.among("s.family_id", some);
            queries.each(
                    "SELECT s.family_id, s.environment, s.release, s.first_seen, s.last_seen FROM family_seen s WHERE "
                            + among.sql(),
                    among.parameters(),
                    row -> seen.computeIfAbsent(EventRows.text(row, "family_id"), key -> new ArrayList<>())
                            .add(new Comeback(
                                    EventRows.text(row, "environment"),
                                    EventRows.text(row, "release"),
                                    database.time(row, "first_seen"),
                                    database.time(row, "last_seen"))));
        }
        return seen;
    }

    /** Returns when each release has begun, by application: by its first sign of life, or where that is deleted, its first event. */
    private Map<String, Map<String, Instant>> began(
            List<Counting> counting, Map<String, List<Comeback>> seen, Map<String, Triage> decided) {
        Map<String, List<Counting>> byApp = counting.stream().collect(Collectors.groupingBy(Counting::app));
        Map<String, Map<String, Instant>> began = new HashMap<>();
        byApp.forEach((app, ofApp) -> {
            Map<String, Instant> releases = new HashMap<>();
            queries.each(
                    "SELECT p.release AS release_name, min(p.first_seen) AS began FROM processes p"
                            + " WHERE p.app = ? AND p.release IS NOT NULL AND p.release <> '' GROUP BY p.release",
                    List.of(app),
                    row -> earlier(releases, ReleaseNames.stored(EventRows.text(row, "release_name")), row));
            Set<String> unknown = new HashSet<>();
            for (Counting each : ofApp) {
                seen.getOrDefault(each.id, List.of()).forEach(one -> unknown.add(one.release()));
                Triage triage = decided.get(each.decided);
                if (triage != null && triage.inRelease() != null) {
                    unknown.add(triage.inRelease());
                }
            }
            unknown.removeAll(releases.keySet());
            unknown.removeAll(Set.of("", ReleaseNames.OTHERS));
            addFirstEvents(app, unknown, releases);
            began.put(app, releases);
        });
        return began;
    }

    private void addFirstEvents(String app, Set<String> unknown, Map<String, Instant> releases) {
        for (List<String> some : Parts.of(List.copyOf(unknown))) {
            Condition among = GroupSums.among("r.release", some);
            List<Object> parameters = new ArrayList<>(among.parameters());
            parameters.add(app);
            queries.each(
                    "SELECT r.release AS release_name, min(r.first_seen) AS began FROM group_releases r JOIN "
                            + database.quoted("groups") + " g ON g.id = r.groups_id WHERE " + among.sql()
                            + " AND g.app = ? GROUP BY r.release",
                    parameters,
                    row -> earlier(releases, EventRows.text(row, "release_name"), row));
        }
    }

    private void earlier(Map<String, Instant> releases, String name, ResultSet row) throws SQLException {
        releases.merge(name, database.time(row, "began"), (one, other) -> other.isBefore(one) ? other : one);
    }
}
