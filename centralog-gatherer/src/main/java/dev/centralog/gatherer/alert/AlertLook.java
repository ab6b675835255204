// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import dev.centralog.Level;
import dev.centralog.gatherer.asked.AskedPeriod;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.sink.AlertKey;
import dev.centralog.gatherer.sink.AlertTables;
import dev.centralog.gatherer.sink.AlertTables.Found;
import dev.centralog.gatherer.sink.AlertTables.Known;
import dev.centralog.gatherer.sink.AlertTables.Look;
import dev.centralog.gatherer.sink.AlertTables.Message;
import dev.centralog.gatherer.sink.AlertTables.Watch;
import dev.centralog.gatherer.stored.Change;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.CompleteUpTo;
import dev.centralog.gatherer.stored.FamilyDetails;
import dev.centralog.gatherer.stored.StoredChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A look for what to tell: what has changed within the last hour, in each environment, and what was stored late of the day before that.
 *
 * <p>Thread-safety: none.
 *
 * @param stored the database
 * @param tables what was found before
 * @param level the least severe level that is told
 * @param pageUrl where browsers reach the page; empty if there are no links to it
 */
record AlertLook(StoredChanges stored, AlertTables tables, Level level, String pageUrl) {
    /** The kinds of changes that are told. */
    private static final Set<ChangeKind> KINDS =
            Set.of(ChangeKind.REGRESSED, ChangeKind.NEW, ChangeKind.BACK, ChangeKind.LOUDER);

    /** The most alerts that are told one by one; more of them make a digest. */
    static final int MOST_SINGLE = 5;

    /** The period that is looked at; what is older when it is found is told in a digest only. */
    private static final Duration PERIOD = Duration.ofHours(1);

    /** The time before that in which is looked for what was stored late. */
    private static final Duration MOST_LATE = Duration.ofHours(24);

    /** The time within which the same kind, in another release, is the same occurrence: it may be in the period for that long. */
    private static final Duration SAME = PERIOD.multipliedBy(2);

    /** The time for which a family that was told is not told again for less: each new one gets louder in its next hour. */
    private static final Duration NO_LESS = Duration.ofDays(1);

    /** The most families that are found in a look; the others are found in the next one. */
    private static final int MOST_FOUND = 5_000;

    /** A family that has changed; isLate: it was found later than an hour after that. */
    private record Candidate(ChangeQuery query, Change change, boolean isLate) {
        String family() {
            return change.family().info().id();
        }

        String environment() {
            return String.valueOf(query.filter().environment());
        }
    }

    private static final Comparator<Candidate> MOST_IMPORTANT = Comparator.comparing(
                    (Candidate each) -> each.change.kind())
            .thenComparing(each -> -each.change.family().info().level().severity())
            .thenComparing(each -> -each.change.repeats());

    /** A family in an environment. */
    private record Where(String family, String environment) {}

    /** Looks. Blocks for the database's time. */
    Look look(Watch watch, Instant now) {
        Instant to = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        Instant from = to.minus(PERIOD);
        Instant lookedUpTo = watch.lookedUpTo();
        List<Candidate> candidates = new ArrayList<>();
        add(candidates, from, to, false);
        if (lookedUpTo == null) {
            return look(new Telling(null, now, now), candidates, Instant.MAX);
        }
        CompleteUpTo complete = stored.completeUpTo();
        Instant upTo = complete == null || complete.upTo().isAfter(now) ? now : complete.upTo();
        if (upTo.isAfter(lookedUpTo) && lookedUpTo.isBefore(from)) {
            add(candidates, lateFrom(lookedUpTo, from), from, true);
        }
        Instant next = upTo.isAfter(lookedUpTo) ? upTo : lookedUpTo;
        // The times of events are those of their seconds.
        return look(
                new Telling(watch.lookedAt(), now, next),
                candidates,
                watch.beganAt().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Returns the start of the late period: whole hours before its end, as hours are compared with hours. */
    private static Instant lateFrom(Instant lookedUpTo, Instant end) {
        Duration late = Duration.between(lookedUpTo, end);
        Duration hours = Duration.ofHours(late.plus(PERIOD).minusNanos(1).toHours());
        return end.minus(hours.compareTo(MOST_LATE) > 0 ? MOST_LATE : hours);
    }

    private void add(List<Candidate> candidates, Instant from, Instant to, boolean areLate) {
        for (String environment : stored.environments(level, from)) {
            ChangeQuery query = new ChangeQuery(
                    new ChangeQuery.Filter(null, environment, level), from, to, null, AskedPeriod.QUIET.defaultValue());
            stored.changes(query).changes().stream()
                    .filter(AlertLook::isTold)
                    .forEach(each -> candidates.add(new Candidate(query, each, areLate)));
        }
    }

    /** Returns whether a change is one that is told at all; those of muted families are none. */
    private static boolean isTold(Change change) {
        return KINDS.contains(change.kind());
    }

    private Look look(Telling telling, List<Candidate> candidates, Instant beganAt) {
        Instant now = telling.now;
        Map<Where, List<Known>> known = known(candidates);
        List<Candidate> open = candidates.stream()
                .filter(each -> !isKnown(each, null, known, now))
                .sorted(MOST_IMPORTANT)
                .limit(MOST_FOUND)
                .toList();
        Map<ChangeQuery, List<Candidate>> byQuery = new HashMap<>();
        open.forEach(each ->
                byQuery.computeIfAbsent(each.query, key -> new ArrayList<>()).add(each));
        Map<Candidate, FamilyDetails> details = new HashMap<>();
        byQuery.forEach((query, some) -> {
            List<FamilyDetails> read =
                    stored.details(query, some.stream().map(Candidate::change).toList());
            for (int i = 0; i < some.size(); i++) {
                details.put(some.get(i), read.get(i));
            }
        });
        for (Candidate each : open) {
            FamilyDetails of = details.get(each);
            if (of == null) {
                continue; // never happens: all were read
            }
            String release = of.releases().isEmpty() ? "" : of.releases().get(0);
            AlertKey key = new AlertKey(
                    each.family(), each.environment(), each.change.kind().label(), release);
            if (isKnown(each, release, known, now)) {
                continue;
            }
            known.computeIfAbsent(new Where(each.family(), each.environment()), where -> new ArrayList<>())
                    .add(new Known(key, now, true));
            boolean isBefore = each.change.kind() == ChangeKind.NEW
                    ? each.change.family().firstSeen().isBefore(beganAt)
                    : of.lastSeen().isBefore(beganAt);
            Alert alert =
                    Alert.of(new Alert.Subject(each.query, each.change, each.environment(), release), of, pageUrl);
            telling.add(key, isBefore ? null : alert, each.isLate);
        }
        return telling.look();
    }

    private Map<Where, List<Known>> known(List<Candidate> candidates) {
        Set<String> families = new LinkedHashSet<>();
        candidates.forEach(each -> families.add(each.family()));
        Map<Where, List<Known>> known = new HashMap<>();
        tables.known(families).forEach(each -> known.computeIfAbsent(
                        new Where(each.key().family(), each.key().environment()), key -> new ArrayList<>())
                .add(each));
        return known;
    }

    /**
     * Returns whether a change needs no alert, because of those that there were.
     *
     * @param release its release; null if that was not read yet
     */
    private static boolean isKnown(
            Candidate candidate, @Nullable String release, Map<Where, List<Known>> known, Instant now) {
        ChangeKind kind = candidate.change.kind();
        return known.getOrDefault(new Where(candidate.family(), candidate.environment()), List.of()).stream()
                .anyMatch(each -> {
                    boolean isSame = each.key().kind().equals(kind.label());
                    return (isSame && each.isTold() && each.key().release().equals(release))
                            || (isSame && each.foundAt().plus(SAME).isAfter(now))
                            || (isMore(each.key().kind(), kind)
                                    && each.foundAt().plus(NO_LESS).isAfter(now));
                });
    }

    /** Returns whether a kind is more important than another one; they are in that order. */
    private static boolean isMore(String kind, ChangeKind than) {
        return KINDS.stream().anyMatch(each -> each.label().equals(kind) && each.compareTo(than) < 0);
    }

    /** The alerts of a look, and the messages that they are told in. */
    private static final class Telling {
        private final @Nullable Instant before;
        private final Instant now;
        private final Instant upTo;
        private final List<Entry> entries = new ArrayList<>();

        private record Entry(AlertKey key, @Nullable Alert alert, boolean isLate) {}

        private Telling(@Nullable Instant before, Instant now, Instant upTo) {
            this.before = before;
            this.now = now;
            this.upTo = upTo;
        }

        private void add(AlertKey key, @Nullable Alert alert, boolean isLate) {
            entries.add(new Entry(key, alert, isLate));
        }

        private Look look() {
            long singles = entries.stream()
                    .filter(each -> each.alert != null && !each.isLate)
                    .count();
            List<Message> messages = new ArrayList<>();
            List<Found> found = new ArrayList<>();
            Message digest = null;
            for (Entry each : entries) {
                if (each.alert == null) {
                    found.add(new Found(each.key, null, null));
                    continue;
                }
                Message message = digest;
                if (message == null || !(each.isLate || singles > MOST_SINGLE)) {
                    boolean isInDigest = each.isLate || singles > MOST_SINGLE;
                    message = new Message(UUID.randomUUID().toString(), isInDigest ? Post.DIGEST : Post.ALERT);
                    messages.add(message);
                    digest = isInDigest ? message : digest;
                }
                found.add(new Found(each.key, message.id(), each.alert.json()));
            }
            return new Look(before, now, upTo, found, messages);
        }
    }
}
