// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogException;
import dev.centralog.internal.redis.ModelRedis.Counts;
import dev.centralog.internal.redis.ModelRedis.Flaw;
import dev.centralog.internal.redis.ModelRedis.Owner;
import dev.centralog.internal.redis.ModelRedis.Sealing;
import dev.centralog.internal.redis.ModelRedis.State;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.ship.Marker.Kind;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The content of {@link ModelRedis}, and the calls of a reader except its look. Thread-safety: none. */
public abstract class ModelReading {
    private static final long MAX_AHEAD_SECONDS = 60;
    private static final long TRIM_AGE_SECONDS = 86_400;
    private static final long TRIM_AGE_WINDOWS = 64;
    private static final long TOO_SHORT_AGE_SECONDS = 5;
    private static final Comparator<Map.Entry<String, Long>> BY_COUNT =
            Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey());

    private final @Nullable Flaw flaw;
    State state = new State();
    long millis;
    boolean full;
    boolean isReplica;

    /** The count of what the audit has to bring into an order, whatever the clock does. */
    long turn;

    ModelReading(@Nullable Flaw flaw) {
        this.flaw = flaw;
    }

    /** Returns its redis id; it gets a new one if it has none. */
    abstract String redisId();

    final boolean isBroken(Flaw by) {
        return flaw == by;
    }

    /** Returns the time of its clock, in milliseconds. */
    public long millis() {
        return millis;
    }

    /** Returns the number of things so far that the audit has to bring into an order. */
    public long turn() {
        return turn;
    }

    final long second() {
        return Math.floorDiv(millis, 1000);
    }

    /** Returns all that it holds. */
    public State state() {
        return state;
    }

    /** Replaces all that it holds. */
    public void state(State other) {
        state = other;
    }

    /** Empties it: it is another one from now on. */
    public void wipe() {
        int line = state.line;
        state = new State();
        state.line = line + 1;
    }

    /** Removes the book, and nothing else. */
    public void removeBook() {
        state.clearBook(++turn);
    }

    /** Removes a producer id's marker, which is never done in operation. */
    public void removeMarker(UUID producer) {
        state.markers.remove(producer);
        state.removed.put(producer, ++turn);
    }

    /** Sets whether it is at its memory limit, where it refuses producers. */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** Returns whether it refuses writes. */
    public boolean isReplica() {
        return isReplica;
    }

    /** Makes the write that changes nothing, with which scripts begin. */
    final void fence() {
        if (isReplica && !isBroken(Flaw.REPLICA_ANSWERS)) {
            throw new CentralogException(ModelRedis.READONLY);
        }
    }

    final void requireWritable() {
        if (isReplica) {
            throw new CentralogException(ModelRedis.READONLY);
        }
    }

    final boolean isThis(String redisId) {
        return redisId.equals(state.redisId);
    }

    /** Runs the script {@code seal}, with the same reply. */
    public long seal(SealedId id, Sealing how) {
        requireWritable();
        Window window = id.window();
        if (!isThis(id.redisId()) && !isBroken(Flaw.SEAL_IGNORES_REDIS_ID)) {
            return -3;
        }
        boolean isOver = second() >= window.end() + how.graceSeconds();
        boolean isAhead = window.start() > second() + MAX_AHEAD_SECONDS && !isBroken(Flaw.FUTURE_NEVER_DUE);
        if (!state.open.containsKey(window) || !(isOver || isAhead)) {
            return -1;
        }
        if (generations(window) + 1 != id.generation()) {
            return -2;
        }
        if (named(id).equals(id) && state.sealed.containsKey(id)) {
            state.generations.put(window, id.generation());
            return -2;
        }
        if (!isBroken(Flaw.SEAL_KEEPS_INDEX)) {
            state.open.remove(window);
        }
        Counts counts = state.counts.remove(window);
        if (counts == null) {
            return -4;
        }
        state.generations.put(window, id.generation());
        state.sealed.put(named(id), counts);
        state.leases.put(id, millis + how.leaseMillis());
        state.owners.put(id, new Owner(how.owner(), 1, !isOver));
        return counts.repeats.size();
    }

    private SealedId named(SealedId id) {
        return new SealedId(
                id.window(),
                isBroken(Flaw.SEALED_WITHOUT_REDIS_ID) ? Standing.NOWHERE : id.redisId(),
                isBroken(Flaw.NO_GENERATION_IN_NAME) ? 1 : id.generation());
    }

    /** Whether a delivery was sealed ahead of its time, which {@code seal} and {@code lease} reply beside a number. */
    public boolean isAhead(SealedId id) {
        Owner held = state.owners.get(id);
        return held != null && held.isAhead();
    }

    /** Runs the script {@code lease}, to extend one's own. */
    public long extend(SealedId id, String owner, long leaseMillis) {
        requireWritable();
        long gone = gone(id);
        Owner held = state.owners.get(id);
        if (gone != 0 || held == null || !held.name().equals(owner)) {
            return gone;
        }
        state.leases.put(id, millis + leaseMillis);
        return held.attempts();
    }

    /** Runs the script {@code lease}, to take one that has ended. */
    public long take(SealedId id, String owner, long leaseMillis) {
        requireWritable();
        long gone = gone(id);
        if (gone != 0) {
            return gone;
        }
        long ends = Objects.requireNonNull(state.leases.get(id));
        if ((ends > millis && ends <= millis + 2 * leaseMillis) || isBroken(Flaw.LEASE_NEVER_ENDS)) {
            return 0;
        }
        Owner held = state.owners.getOrDefault(id, new Owner("", 0, false));
        state.owners.put(id, new Owner(owner, held.attempts() + 1, held.isAhead()));
        state.leases.put(id, millis + leaseMillis);
        return held.attempts() + 1;
    }

    /** Returns -1 if there is no lease, -2 for one of nothing, which is removed; else 0. */
    private long gone(SealedId id) {
        if (!state.leases.containsKey(id)) {
            return -1;
        }
        if (!state.sealed.containsKey(named(id))) {
            state.leases.remove(id);
            state.owners.remove(id);
            return -2;
        }
        return 0;
    }

    /** Runs the script {@code ack}. */
    public long acknowledge(SealedId id, String owner) {
        requireWritable();
        Owner held = state.owners.get(id);
        if (held == null || (!held.name().equals(owner) && !isBroken(Flaw.NO_FENCE))) {
            return 0;
        }
        state.sealed.remove(named(id));
        state.leases.remove(id);
        state.owners.remove(id);
        return 1;
    }

    /** Runs the script {@code trim}: removes those fields that are old and still as they were seen; returns how many. */
    public int trim(long closedAgeMillis, long ageMillis, Collection<ModelBook.Field> fields) {
        requireWritable();
        int trimmed = 0;
        for (ModelBook.Field field : fields) {
            if (field.value() instanceof Marker marker && marker.equals(state.markers.get(field.key()))) {
                long age = marker.kind() == Kind.CLOSED ? closedAgeMillis : ageMillis;
                if (marker.kind() != Kind.UNREADABLE && millis - marker.seenMillis() >= age) {
                    state.markers.remove(field.key());
                    state.removed.put((UUID) field.key(), ++turn);
                    if (!isBroken(Flaw.TRIM_UNNOTED)) {
                        state.trimmedMillis = Math.max(state.trimmedMillis, marker.seenMillis());
                    }
                    trimmed++;
                }
            } else if (field.key() instanceof Window window
                    && field.value().equals(state.generations.get(window))
                    && isOver(window)) {
                state.generations.remove(window);
                trimmed++;
            }
        }
        return trimmed;
    }

    private boolean isOver(Window window) {
        long age = isBroken(Flaw.GENERATION_FORGOTTEN)
                ? TOO_SHORT_AGE_SECONDS
                : TRIM_AGE_SECONDS + TRIM_AGE_WINDOWS * window.seconds();
        boolean isOpen = state.open.containsKey(window) && !isBroken(Flaw.GENERATION_FORGOTTEN_WHILE_OPEN);
        return window.end() + age < second() && !isOpen;
    }

    /** Returns {@code ZRANGE} of a sealed delivery's counts, by rank. */
    public List<Map.Entry<String, Long>> range(SealedId id, int first, int count) {
        Counts counts = state.sealed.get(named(id));
        return counts == null
                ? List.of()
                : counts.repeats.entrySet().stream()
                        .sorted(BY_COUNT)
                        .skip(first)
                        .limit(count)
                        .toList();
    }

    /** Returns {@code ZCARD} of a sealed delivery's counts. */
    public int size(SealedId id) {
        Counts counts = state.sealed.get(named(id));
        return counts == null ? 0 : counts.repeats.size();
    }

    /** Runs the script {@code payloads}: returns those up to the one that reaches {@code maxBytes}; null for a missing one. */
    public List<byte @Nullable []> payloads(SealedId id, long maxBytes, List<String> groups) {
        fence();
        Counts counts = state.sealed.get(named(id));
        List<byte @Nullable []> answer = new ArrayList<>();
        long bytes = 0;
        for (String group : groups) {
            byte[] payload = counts == null ? null : counts.payloads.get(group);
            answer.add(payload);
            bytes += payload == null ? 0 : payload.length;
            if (bytes >= maxBytes) {
                break;
            }
        }
        return answer;
    }

    /** Returns how often a window was sealed. */
    public long generations(Window window) {
        return state.generations.getOrDefault(window, 0L);
    }
}
