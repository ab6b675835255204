// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.config.AlertSettings;
import dev.centralog.gatherer.sink.AlertTables;
import dev.centralog.gatherer.sink.AlertTables.Contents;
import dev.centralog.gatherer.sink.AlertTables.Due;
import dev.centralog.gatherer.sink.AlertTables.Watch;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.internal.retry.ExponentialBackoff;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of looking and posting. Of several gatherers with one database, one does both; another one takes over if it ends.
 *
 * <p>Thread-safety: one thread, but for {@link #stop} and {@link #stats}.
 */
final class AlertRounds {
    /** The time for which it is tried to post a message. */
    static final Duration GIVE_UP_AFTER = Duration.ofDays(1);

    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofSeconds(10), Duration.ofMinutes(15));

    /** The most messages that are posted in a round, so that a round ends. */
    private static final int MOST_POSTS = 20;

    /** The part of the time that looks may take, as its inverse. */
    private static final int LOOK_PART = 10;

    private final AlertSettings settings;
    private final String pageUrl;
    private final SinkTarget target;
    private final AlertTables tables;
    private final Receiver receiver;
    private final StatusListener listener;
    private final RateLimitedStatus status;
    private final java.time.Clock clock;
    private final Clock nanos = Clock.system();
    private final String gatherer = UUID.randomUUID().toString();

    /** Messages of which only the end could not be written. */
    private final Set<String> told = new HashSet<>();

    private Instant lookNotBefore = Instant.MIN;
    private Instant postNotBefore = Instant.MIN;
    private int failures;
    private final AtomicLong posted = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();
    private volatile @Nullable Long waiting;
    private boolean leads;
    private volatile boolean isStopped;

    /** The database that is looked at: to read, and the tables to write in. */
    record Store(SinkTarget target, AlertTables tables) {}

    AlertRounds(
            AlertSettings settings, Store store, Receiver receiver, StatusListener listener, java.time.Clock clock) {
        this.settings = settings;
        pageUrl = settings.webhook() == null ? "" : settings.webhook().pageUrl();
        target = store.target;
        tables = store.tables;
        this.receiver = receiver;
        this.listener = listener;
        status = new RateLimitedStatus(listener, nanos);
        this.clock = clock;
    }

    /** Makes a round, if this gatherer is the one that does. A failure is reported. */
    void round() throws InterruptedException {
        try {
            Instant now = now();
            Watch watch = tables.lead(gatherer, now);
            leads = watch != null;
            if (watch == null) {
                waiting = null;
                return;
            }
            Instant lookedAt = watch.lookedAt();
            boolean isDue =
                    lookedAt == null || !lookedAt.plus(settings.interval()).isAfter(now);
            if (isDue && !now.isBefore(lookNotBefore)) {
                look(watch, now);
            }
            postDue();
            waiting = tables.waiting();
        } catch (SinkException e) {
            // The gathering reports a database that is unavailable, or has become too new.
            if (e.kind() != SinkException.Kind.AWAY && !e.isOfNewerTables()) {
                status.warn("alerts", "can't look for alerts, or write what was told; it is tried again", e);
            }
        } catch (RuntimeException e) { // gathering goes on, and so must this thread
            status.warn("alerts", "can't look for alerts, or write what was told; it is tried again", e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void look(Watch watch, Instant now) {
        long start = nanos.nanos();
        try (StoredReader stored = StoredReader.open(target)) {
            tables.write(new AlertLook(stored.changes(), tables, settings.level(), pageUrl).look(watch, now));
        } finally {
            lookNotBefore = now.plusNanos((nanos.nanos() - start) * LOOK_PART);
        }
    }

    private void postDue() throws InterruptedException {
        Instant now = now();
        if (now.isBefore(postNotBefore)) {
            return;
        }
        for (Due each : tables.due(now, MOST_POSTS)) {
            if (isStopped || !isSettled(each)) {
                return;
            }
        }
    }

    /** Posts a message, or gives it up; returns whether the next one may be posted at once. */
    private boolean isSettled(Due due) throws InterruptedException {
        String id = due.message().id();
        Instant now = now();
        if (told.contains(id)) {
            end(id, "told");
            return true;
        }
        Contents contents = tables.contents(id, Post.MOST_ALERTS);
        Post post = new Post(
                id,
                due.message().type(),
                due.madeAt(),
                contents.contents().stream().map(Alert::new).toList(),
                contents.count());
        if (!due.madeAt().plus(GIVE_UP_AFTER).isAfter(now)) {
            end(id, "given up");
            givenUp.incrementAndGet();
            listener.say(Severity.WARN, givenUp(post, due.attempts()), null);
            return true;
        }
        Instant again = now.plusNanos(BACKOFF.pauseNanos(due.attempts() + 1L));
        return tables.attempt(gatherer, id, now, again) && isAnswered(post, again, receiver.post(post));
    }

    private boolean isAnswered(Post post, Instant again, Answer answer) {
        if (answer.isTaken()) {
            told.add(post.id());
            posted.incrementAndGet();
            end(post.id(), "told");
            if (failures > 0) {
                failures = 0;
                listener.say(Severity.INFO, "the webhook " + receiver + " takes alerts again", null);
            }
            return true;
        }
        if (isStopped) {
            return false;
        }
        failures++;
        failed.incrementAndGet();
        status.warn(
                "webhook",
                "the webhook " + receiver + " " + answer.words() + "; the alert is posted again until "
                        + post.madeAt().plus(GIVE_UP_AFTER),
                null);
        Duration asked = answer.retryAfter();
        if (asked != null && now().plus(asked).isAfter(again)) {
            tables.postpone(post.id(), now().plus(asked));
        }
        if (answer.isOfThisMessage()) {
            return true;
        }
        Instant pause = now().plusNanos(BACKOFF.pauseNanos(failures));
        postNotBefore = asked != null && now().plus(asked).isAfter(pause) ? now().plus(asked) : pause;
        return false;
    }

    private void end(String id, String outcome) {
        tables.end(id, outcome, now());
        told.remove(id);
    }

    private String givenUp(Post post, int attempts) {
        StringBuilder what = new StringBuilder();
        for (Alert each : post.alerts()) {
            what.append(what.isEmpty() ? "" : "; ")
                    .append(each.title())
                    .append(": ")
                    .append(each.text())
                    .append(" (family ")
                    .append(Alert.field(each.fields(), "family"))
                    .append(')');
        }
        return "the webhook " + receiver + " was not told of this within a day, in " + attempts
                + " attempts, and will not be: " + what + (post.more() > 0 ? "; and " + post.more() + " more" : "");
    }

    /** Returns what was counted. Any thread. */
    AlertStats stats() {
        return new AlertStats(posted.get(), failed.get(), givenUp.get(), waiting);
    }

    /** Makes the round that is under way end soon. Any thread. */
    void stop() {
        isStopped = true;
        receiver.close();
    }

    /** Makes it so that another gatherer may take over at once, if this one has the lead. */
    void resign() {
        if (leads) {
            try {
                tables.resign(gatherer, now());
            } catch (RuntimeException ignored) {
                // The lead ends by itself.
            }
        }
    }
}
