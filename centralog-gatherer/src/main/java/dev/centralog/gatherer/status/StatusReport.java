// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.DropReport;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.status.Finding.Level;
import dev.centralog.gatherer.stored.Storage;
import dev.centralog.gatherer.stored.StoredProcesses;
import dev.centralog.gatherer.stored.StoredState;
import dev.centralog.internal.claim.StreamState;
import dev.centralog.internal.redis.read.Presence;
import dev.centralog.internal.redis.read.RedisLook;
import dev.centralog.internal.status.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report on whether gathering works, made from the states of Redis and of the database.
 *
 * <p>Thread-safety: immutable.
 *
 * @param asked the servers that were looked at, and the limits
 * @param redis the state of Redis; null if it was unavailable
 * @param stored the state of the database; null if it was unavailable
 * @param failures the reasons why a server was unavailable, one sentence each
 */
public record StatusReport(
        Asked asked, @Nullable RedisState redis, @Nullable StoredState stored, List<String> failures) {
    /** The exit code if all is well. */
    public static final int WELL = 0;

    private static final int WARNED = 1;
    private static final int BROKEN = 2;
    /** The free bytes on the database's disk below which somebody should look. */
    private static final long LEAST_FREE = 512L << 20;

    private static final int MOST_GATHERERS = 10;
    private static final double BYTES_IN_MIB = 1024.0 * 1024;
    private static final double NANOS_IN_MILLI = 1e6;

    /**
     * The servers that were looked at, and the limits.
     *
     * @param redisUrl the URL of Redis, without password
     * @param databaseUrl the URL of the database, without password
     * @param longestLag the time that a due window may wait
     * @param dropsOf the time for which drops were counted, up to now
     * @param kept how long what is stored is kept; null if that is not known
     */
    public record Asked(
            String redisUrl,
            String databaseUrl,
            Duration longestLag,
            Duration dropsOf,
            @Nullable Kept kept) {}

    public StatusReport {
        failures = List.copyOf(failures);
    }

    /** Returns the facts that somebody should look at, the worst first. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (redis != null) {
            ServerCheck.faults(redis.server(), redis.protocol())
                    .forEach(fault -> findings.add(new Finding(Level.CRITICAL, fault)));
            addOverdue("events", redis.events(), findings);
            addOverdue("actions", redis.actions(), findings);
            String elsewhere = redis.elsewhere();
            if (elsewhere != null) {
                findings.add(new Finding(Level.WARNING, elsewhere));
            } else if (!redis.producers().ever()) {
                findings.add(new Finding(
                        Level.WARNING,
                        "no application has sent anything under the keyPrefix '" + redis.keyPrefix()
                                + "': check that their settings 'redis', 'redisDatabase' and 'keyPrefix' are the same"
                                + " as these"));
            }
        }
        if (stored != null) {
            stored.deadLetters()
                    .forEach((stream, count) -> findings.add(new Finding(
                            Level.WARNING,
                            count + " dead letters of " + stream + ": see './centralog dead-letters list'")));
            stored.drops()
                    .forEach((stream, reasons) -> findings.add(new Finding(
                            Level.WARNING,
                            "applications have dropped " + counted(reasons) + " of their " + stream
                                    + " within the last " + hours(asked.dropsOf())
                                    + ": the reasons are in docs/monitoring.md, 'Why events are dropped'")));
        }
        addFull(findings);
        findings.sort((one, other) -> other.level().compareTo(one.level()));
        return findings;
    }

    private void addFull(List<Finding> findings) {
        long free = stored == null ? -1 : stored.storage().freeBytes();
        if (free >= 0 && free < LEAST_FREE) {
            findings.add(new Finding(
                    Level.WARNING,
                    "the disk of the database has " + mebibytes(free)
                            + " free: when it is full, nothing is stored, and what is logged waits in Redis; make room, or"
                            + " keep less (settings 'keepEvents', 'keepActions', 'maxDatabaseBytes')"));
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / BYTES_IN_MIB);
    }

    private void addOverdue(String what, StreamState state, List<Finding> findings) {
        Duration overdue = state.longestOverdue();
        if (overdue.compareTo(asked.longestLag()) <= 0) {
            return;
        }
        String why = state.held() > 0
                ? "a gatherer holds " + state.held() + " of them: its log says why they are not stored yet"
                : "no gatherer has taken them: " + whyNotTaken();
        findings.add(new Finding(
                Level.CRITICAL,
                what + " have been due for " + overdue.toSeconds() + " s and are not stored; " + state.waiting()
                        + (what.equals("events") ? " windows" : " slices") + " wait; " + why));
    }

    private String whyNotTaken() {
        RedisState state = redis;
        return (state == null ? List.<Presence>of() : state.gatherers())
                .stream()
                        .findFirst()
                        .map(last -> Objects.requireNonNull(state).isSilent(last)
                                ? "the last one ran on host " + last.host() + " (pid " + last.pid() + ") and was seen "
                                        + Instant.ofEpochMilli(last.seenMillis()) + ": start it again"
                                : "the log of the one on host " + last.host() + " (pid " + last.pid() + ") says why")
                        .orElse("is one running, with this 'redis' and this 'keyPrefix'?");
    }

    /** Returns the exit code: 0 if all is well, 1 with warnings, 2 if what is logged is not stored. */
    public int exitCode() {
        return findings().stream()
                .findFirst()
                .map(worst -> worst.level() == Level.CRITICAL ? BROKEN : WARNED)
                .orElse(WELL);
    }

    /** Returns the report as lines of text. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("centralog", Version.current() + ", Java " + Runtime.version()));
        if (redis != null) {
            addRedis(redis, lines);
        } else {
            lines.add(line("redis", asked.redisUrl() + ": not known"));
        }
        if (stored != null) {
            addStored(stored, lines);
        } else {
            boolean storesOnly = Sinks.storeOnly(asked.databaseUrl());
            lines.add(line(
                    "database",
                    asked.databaseUrl()
                            + (storesOnly ? ": answers no queries; see to it by its own tools" : ": not known")));
        }
        failures.forEach(failure -> lines.add("FAILED    " + failure));
        List<Finding> findings = findings();
        findings.forEach(each -> lines.add(String.format(Locale.ROOT, "%-9s %s", each.level(), each.text())));
        if (findings.isEmpty() && failures.isEmpty()) {
            lines.add("OK");
        }
        return lines;
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "%-13s %s", name, text);
    }

    private void addRedis(RedisState redis, List<String> lines) {
        String name = redis.server().name();
        String most = redis.server().mostBytes() == 0
                ? ", no maxmemory"
                : String.format(Locale.ROOT, " of %.0f MiB", redis.server().mostBytes() / BYTES_IN_MIB);
        String memory = name.isEmpty()
                ? "version not known: this user may not ask for it"
                : String.format(
                        Locale.ROOT, "%s, %.1f MiB%s", name, redis.server().usedBytes() / BYTES_IN_MIB, most);
        lines.add(line(
                "redis",
                String.format(
                        Locale.ROOT,
                        "%s: %s, answers in %.1f ms",
                        asked.redisUrl(),
                        memory,
                        redis.answerTime().toNanos() / NANOS_IN_MILLI)));
        String others = redis.others().names().isEmpty()
                ? (redis.others().complete()
                        ? "no other prefixes in this Redis database"
                        : "whether there are other prefixes is not known")
                : "other prefixes here: '" + String.join("', '", redis.others().names()) + "'"
                        + (redis.others().complete() ? "" : ", maybe more");
        lines.add(line(
                "keyPrefix",
                "'" + redis.keyPrefix() + "', "
                        + (redis.protocol() == null ? "nothing was written yet" : "protocol " + redis.protocol())
                        + (redis.redisIds().size() > 1 ? ", " + redis.redisIds().size() + " partitions" : "") + "; "
                        + others));
        RedisLook.Producers producers = redis.producers();
        String last = producers.lastBatchMillis() == 0
                ? "the time of the last batch is not known"
                : "the last batch came " + (producers.redisMillis() - producers.lastBatchMillis()) / 1000 + " s ago";
        lines.add(line(
                "producers",
                producers.recent() + " sent something within the last minute; " + last
                        + (producers.complete() ? "" : "; there are more producers than were checked")));
        addGatherers(redis, lines);
        lines.add(line("events", waiting(redis.events(), "windows")));
        lines.add(line("actions", waiting(redis.actions(), "slices")));
        redis.server().warnings().forEach(warning -> lines.add(line("note", warning)));
    }

    private static void addGatherers(RedisState redis, List<String> lines) {
        List<Presence> running =
                redis.gatherers().stream().filter(each -> !redis.isSilent(each)).toList();
        lines.add(line(
                "gatherers",
                running.isEmpty()
                        ? "none has said within the last half minute that it runs"
                        : running.size() + " running: "
                                + running.stream()
                                        .limit(MOST_GATHERERS)
                                        .map(each -> "host " + each.host() + ", pid " + each.pid() + ", since "
                                                + Instant.ofEpochMilli(each.sinceMillis()))
                                        .collect(Collectors.joining("; "))
                                + (running.size() > MOST_GATHERERS ? "; and more" : "")));
        redis.gatherers().stream()
                .filter(redis::isSilent)
                .limit(MOST_GATHERERS)
                .forEach(each -> lines.add(line(
                        "silent",
                        "gatherer on host " + each.host() + ", pid " + each.pid() + ", last seen "
                                + Instant.ofEpochMilli(each.seenMillis()) + ", has not said that it has ended")));
    }

    private static String waiting(StreamState state, String plural) {
        Instant oldest = state.oldest();
        if (oldest == null) {
            return "none wait in Redis";
        }
        Duration overdue = state.longestOverdue();
        return state.waiting() + " " + plural + " wait in Redis, " + state.sealed() + " of them sealed, " + state.held()
                + " held by gatherers; the oldest is of " + oldest + "; "
                + (overdue.isZero() ? "none is due" : "one has been due for " + overdue.toSeconds() + " s");
    }

    private void addStored(StoredState stored, List<String> lines) {
        lines.add(line("database", asked.databaseUrl() + ": " + stored.product()));
        lines.add(line(
                "last row",
                "of events " + time(stored.lastEvent()) + ", of actions " + time(stored.lastAction())
                        + " (the start of its window or slice)"));
        lines.add(line(
                "complete",
                "up to " + time(completeUpTo(DropReport.EVENTS)) + " of events, up to "
                        + time(completeUpTo(DropReport.ACTIONS)) + " of actions, but for what comes late"));
        Storage storage = stored.storage();
        lines.add(line(
                "disk",
                (storage.bytes() < 0 ? "the database's size is not known" : mebibytes(storage.bytes()))
                        + (storage.freeBytes() < 0 ? "" : ", " + mebibytes(storage.freeBytes()) + " free")
                        + "; the oldest row of events " + time(storage.oldestEvent()) + ", of actions "
                        + time(storage.oldestAction())));
        addProcesses(stored.processes(), lines);
        String drops = stored.drops().isEmpty()
                ? "none"
                : stored.drops().entrySet().stream()
                        .map(each -> each.getKey() + " " + counted(each.getValue()))
                        .collect(Collectors.joining("; "));
        lines.add(line("drops", drops + ", within the last " + hours(asked.dropsOf())));
        lines.add(line(
                "dead letters",
                stored.deadLetters().isEmpty()
                        ? "none"
                        : stored.deadLetters().entrySet().stream()
                                .map(each -> each.getValue() + " of " + each.getKey())
                                .collect(Collectors.joining(", "))));
    }

    /** Returns up to when a stream of this Redis is complete, or if Redis was unavailable of all that are known. */
    public @Nullable Instant completeUpTo(String stream) {
        return stored == null ? null : stored.completeUpTo(stream, redis == null ? Set.of() : redis.redisIds());
    }

    private static void addProcesses(StoredProcesses processes, List<String> lines) {
        lines.add(line(
                "processes",
                processes.alive() + " alive, seen within the last " + StoredProcesses.SILENT_AFTER.toMinutes()
                        + " minutes; "
                        + processes.silent() + " silent, neither ended nor seen since, within the last "
                        + hours(StoredProcesses.SILENT_UP_TO)));
        for (StoredProcesses.Silent each : processes.lastSilent()) {
            lines.add(line("silent", shown(each.info()) + ", last seen " + each.lastSeen()));
        }
        long more = processes.silent() - processes.lastSilent().size();
        if (more > 0) {
            lines.add(line("silent", "and " + more + " more, see the table 'processes'"));
        }
    }

    private static String shown(ProcessInfo info) {
        return known(info.app())
                + (info.environment().isEmpty() ? "" : " (" + info.environment() + ")")
                + " on host " + known(info.host())
                + (info.pid() == 0 ? "" : ", pid " + info.pid())
                + (info.release().isEmpty() ? "" : ", release " + info.release())
                + (info.instance().isEmpty() ? "" : ", instance " + info.instance());
    }

    private static String known(String text) {
        return text.isEmpty() ? "(not known)" : text;
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "none yet" : time.toString();
    }

    private static String counted(Map<String, Long> reasons) {
        long sum = reasons.values().stream().mapToLong(Long::longValue).sum();
        return sum
                + reasons.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String hours(Duration time) {
        return time.toHours() == 1 ? "hour" : time.toHours() + " hours";
    }
}
