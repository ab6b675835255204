// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.centralog.CentralogException;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.RedisGatherStore.Lease;
import dev.centralog.internal.redis.RedisGatherStore.Open;
import dev.centralog.internal.redis.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts of the protocol do, in plain Java: each method is one of them, rule by rule, and is done whole. That
 * it is faithful is held by {@code ModelAgainstScriptsIT}, which runs both side by side. Groups are texts here, a
 * character for each byte. The totals of actions are not modelled: their lines have none.
 *
 * <p>Time is what {@link #at} says; a key ends when its time is over. Thread-safety: none.
 */
public final class ModelRedis {
    /** What a replica says of a write. */
    public static final String READONLY = "READONLY";

    private static final long NEVER = Long.MAX_VALUE;
    private static final long MARKER_LIFE_MILLIS = 86_400_000;
    private static final Comparator<Open> BY_SCORE = Comparator.comparingLong(Open::openedMillis)
            .thenComparing(open -> open.window().toString());
    private static final Comparator<Map.Entry<String, Long>> BY_COUNT =
            Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey());

    private final @Nullable Flaw flaw;
    private State state = new State("1");
    private long millis;
    private boolean full;
    private boolean isReplica;
    private int sources = 1;

    /** A rule of the scripts that is broken, to see whether a proof misses it. */
    public enum Flaw {
        /** Whatever comes is applied, whatever its number. */
        NO_SEQUENCE_CHECK,
        /** Any number is taken from a producer that is not known. */
        FIRST_NUMBER_UNCHECKED,
        /** A batch is taken though the one before was not seen. */
        GAP_ACCEPTED,
        /** A window's age is looked at before the number. */
        AGE_BEFORE_REPLAY,
        /** The number of a batch that is refused for its window is remembered. */
        REFUSAL_CONSUMES_NUMBER,
        /** The number of a producer is forgotten within the hour. */
        MARKER_FORGOTTEN,
        /** A seal leaves the window in the index. */
        SEAL_KEEPS_INDEX,
        /** All sealings of a window have one name. */
        NO_GENERATION_IN_NAME,
        /** How often a window was sealed is forgotten while late counts may still come. */
        GENERATION_FORGOTTEN,
        /** How often a window was sealed is forgotten while a later generation is open. */
        GENERATION_FORGOTTEN_WHILE_OPEN,
        /** Anybody may acknowledge a delivery. */
        NO_FENCE,
        /** A lease is never taken from who held it. */
        LEASE_NEVER_ENDS,
        /** A replica answers what it is asked, as long as nothing is written. */
        REPLICA_ANSWERS
    }

    /** What a batch is taken under; see the arguments of {@code numbered.lua}. */
    public record Terms(long markerSeconds, int maxGroups, long maxAgeSeconds, long maxAheadSeconds) {}

    /** How a window is sealed; see the arguments of {@code seal.lua}. */
    public record Sealing(String owner, long graceSeconds, long leaseMillis, long generationSeconds) {}

    /** A number that may end. */
    public record Kept(long value, long endsMillis) {}

    public record Owner(String name, long attempts) {}

    /** Groups with what was counted of them and their payloads. */
    public static final class Counts {
        public final Map<String, Long> repeats = new HashMap<>();
        public final Map<String, byte[]> payloads = new HashMap<>();

        Counts copy() {
            Counts copy = new Counts();
            copy.repeats.putAll(repeats);
            copy.payloads.putAll(payloads);
            return copy;
        }
    }

    /** All that it holds; and, beside the keys, which batches that came of: for the audit alone. */
    public static final class State {
        public final String redisId;
        public final Map<Window, Counts> counts = new LinkedHashMap<>();
        public final Map<Window, Long> open = new LinkedHashMap<>();
        public final Map<Window, Kept> generations = new HashMap<>();
        public final Map<SealedId, Counts> sealed = new HashMap<>(); // never changes once it is there: shared by copies
        public final Map<SealedId, Long> leases = new LinkedHashMap<>();
        public final Map<SealedId, Owner> owners = new HashMap<>();
        public final Map<String, Kept> markers = new HashMap<>();
        public final Map<Batched, Applied> applied = new HashMap<>();

        State(String redisId) {
            this.redisId = redisId;
        }

        public State copy() {
            State copy = new State(redisId);
            counts.forEach((window, each) -> copy.counts.put(window, each.copy()));
            copy.open.putAll(open);
            copy.generations.putAll(generations);
            copy.sealed.putAll(sealed);
            copy.leases.putAll(leases);
            copy.owners.putAll(owners);
            copy.markers.putAll(markers);
            copy.applied.putAll(applied);
            return copy;
        }

        /** Returns whether nothing is in it that is to be gathered. */
        public boolean isDrained() {
            return open.isEmpty() && leases.isEmpty();
        }
    }

    /**
     * Where and when a batch was counted.
     *
     * @param before and that it was counted before, if Redis could have forgotten its number since
     */
    public record Applied(
            Window window, long millis, @Nullable Applied before) {
        private Applied again(Applied later) {
            return later.millis - millis < MARKER_LIFE_MILLIS ? later : new Applied(later.window, later.millis, this);
        }
    }

    /** A batch by its lines, which it keeps whatever its number and its window become. */
    public static final class Batched {
        private final List<BatchLine> lines;

        public Batched(Batch batch) {
            lines = batch.lines();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Batched batched && batched.lines == lines;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(lines);
        }
    }

    /** As the protocol says. */
    public ModelRedis() {
        this(null);
    }

    /** As the protocol says, but for that. */
    public ModelRedis(@Nullable Flaw flaw) {
        this.flaw = flaw;
    }

    private boolean isBroken(Flaw by) {
        return flaw == by;
    }

    /** What the group is called here. */
    public static String name(byte[] group) {
        return new String(group, ISO_8859_1);
    }

    /** Sets the clock. */
    public ModelRedis at(long epochMillis) {
        millis = epochMillis;
        return this;
    }

    /** Returns what the clock says. */
    public long millis() {
        return millis;
    }

    private long second() {
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
        state = new State(String.valueOf(++sources));
    }

    /** At its memory limit, where it refuses producers. */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** Makes it a replica, which refuses writes. */
    public ModelRedis asReplica() {
        isReplica = true;
        return this;
    }

    /** Returns whether it refuses writes. */
    public boolean isReplica() {
        return isReplica;
    }

    /** The write that changes nothing, which scripts begin with. */
    private void fence() {
        if (isReplica && !isBroken(Flaw.REPLICA_ANSWERS)) {
            throw new CentralogException(READONLY);
        }
    }

    private void requireWritable() {
        if (isReplica) {
            throw new CentralogException(READONLY);
        }
    }

    /** The scripts {@code apply-events} and {@code apply-actions}. */
    public BatchReply report(Batch batch, Terms terms) {
        fence();
        if (full) {
            throw new CentralogException("OOM");
        }
        Window window = batch.window();
        long t = second();
        long last = live(state.markers, batch.producer());
        boolean outOfRange = window.start() < t - terms.maxAgeSeconds || window.start() > t + terms.maxAheadSeconds;
        if (outOfRange && isBroken(Flaw.AGE_BEFORE_REPLAY)) {
            return new BatchReply(Outcome.OUT_OF_RANGE, t, 0, List.of());
        }
        if (batch.sequence() <= last && !isBroken(Flaw.NO_SEQUENCE_CHECK)) {
            return new BatchReply(Outcome.APPLIED_BEFORE, t, last, List.of());
        }
        if (batch.sequence() > last + 1 && !isGapAccepted(last)) {
            return new BatchReply(Outcome.GAP, t, last, List.of());
        }
        if (outOfRange) {
            if (isBroken(Flaw.REFUSAL_CONSUMES_NUMBER)) {
                mark(batch, terms);
            }
            return new BatchReply(Outcome.OUT_OF_RANGE, t, 0, List.of());
        }
        requireWritable();
        List<byte[]> missing = add(batch, terms.maxGroups);
        mark(batch, terms);
        state.applied.merge(new Batched(batch), new Applied(window, millis, null), Applied::again);
        return new BatchReply(Outcome.APPLIED, t, 0, missing);
    }

    private boolean isGapAccepted(long last) {
        return isBroken(Flaw.GAP_ACCEPTED)
                || isBroken(Flaw.NO_SEQUENCE_CHECK)
                || (isBroken(Flaw.FIRST_NUMBER_UNCHECKED) && last == 0);
    }

    private void mark(Batch batch, Terms terms) {
        long seconds = isBroken(Flaw.MARKER_FORGOTTEN) ? 3000 : terms.markerSeconds;
        state.markers.put(batch.producer(), new Kept(batch.sequence(), millis + 1000 * seconds));
    }

    private List<byte[]> add(Batch batch, int maxGroups) {
        Window window = batch.window();
        boolean isOfEvents = window.signal() == Signal.EVENTS;
        if (!state.open.containsKey(window)) {
            Kept generation = kept(state.generations, window);
            state.open.put(window, generation == null ? window.start() * 1000 : millis);
            if (generation != null && !isBroken(Flaw.GENERATION_FORGOTTEN_WHILE_OPEN)) {
                state.generations.put(window, new Kept(generation.value, NEVER));
            }
        }
        Counts counts = state.counts.computeIfAbsent(window, each -> new Counts());
        List<byte[]> missing = new ArrayList<>();
        for (BatchLine line : batch.lines()) {
            String group = name(line.group());
            boolean isNew = !counts.repeats.containsKey(group);
            boolean isCapped = !isOfEvents || ReservedGroups.isHash(line.group());
            boolean isBeyond = isNew && isCapped && counts.repeats.size() >= maxGroups;
            counts.repeats.merge(isBeyond ? ReservedGroups.OVERFLOW : group, line.repeats(), Long::sum);
            if (isOfEvents && !isBeyond) {
                if (line.payload().length > 0) {
                    counts.payloads.putIfAbsent(group, line.payload());
                } else if (isNew) {
                    missing.add(line.group());
                }
            }
        }
        missing.removeIf(group -> counts.payloads.containsKey(name(group)));
        return missing;
    }

    /** The script {@code position}. */
    public long position(String producer) {
        fence();
        return live(state.markers, producer);
    }

    /** The script {@code identity}. */
    public String identity() {
        fence();
        return state.redisId;
    }

    /** The script {@code seal}. */
    public long seal(SealedId id, Sealing how) {
        requireWritable();
        Window window = id.window();
        if (!state.open.containsKey(window) || second() < window.end() + how.graceSeconds) {
            return -1;
        }
        if (live(state.generations, window) + 1 != id.generation()) {
            return -2;
        }
        if (!isBroken(Flaw.SEAL_KEEPS_INDEX)) {
            state.open.remove(window);
        }
        Counts counts = state.counts.remove(window);
        if (counts == null) {
            return -1;
        }
        long life = isBroken(Flaw.GENERATION_FORGOTTEN) ? 5 : how.generationSeconds;
        state.generations.put(window, new Kept(id.generation(), millis + 1000 * life));
        state.sealed.put(named(id), counts);
        state.leases.put(id, millis + how.leaseMillis);
        state.owners.put(id, new Owner(how.owner, 1));
        return counts.repeats.size();
    }

    private SealedId named(SealedId id) {
        return isBroken(Flaw.NO_GENERATION_IN_NAME) ? new SealedId(id.window(), 1) : id;
    }

    /** The script {@code lease}, to extend one's own. */
    public long extend(SealedId id, String owner, long leaseMillis) {
        requireWritable();
        Owner held = state.owners.get(id);
        if (held == null || !state.leases.containsKey(id)) {
            return -1;
        }
        if (!held.name.equals(owner)) {
            return 0;
        }
        state.leases.put(id, millis + leaseMillis);
        return held.attempts;
    }

    /** The script {@code lease}, to take one that has ended. */
    public long take(SealedId id, String owner, long leaseMillis) {
        requireWritable();
        Owner held = state.owners.get(id);
        Long ends = state.leases.get(id);
        if (held == null || ends == null) {
            return -1;
        }
        if ((ends > millis && ends <= millis + 2 * leaseMillis) || isBroken(Flaw.LEASE_NEVER_ENDS)) {
            return 0;
        }
        state.owners.put(id, new Owner(owner, held.attempts + 1));
        state.leases.put(id, millis + leaseMillis);
        return held.attempts + 1;
    }

    /** The script {@code ack}. */
    public long acknowledge(SealedId id, String owner) {
        requireWritable();
        Owner held = state.owners.get(id);
        if (held == null || (!held.name.equals(owner) && !isBroken(Flaw.NO_FENCE))) {
            return 0;
        }
        state.sealed.remove(named(id));
        state.leases.remove(id);
        state.owners.remove(id);
        return 1;
    }

    /** {@code ZRANGE} of a sealed delivery's counts, by rank. */
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

    /** {@code ZCARD} of a sealed delivery's counts. */
    public int size(SealedId id) {
        Counts counts = state.sealed.get(named(id));
        return counts == null ? 0 : counts.repeats.size();
    }

    /** The script {@code payloads}: up to the one that reaches {@code maxBytes}; null for none. */
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

    /** {@code GET} of how often a window was sealed. */
    public long generations(Window window) {
        return live(state.generations, window);
    }

    /** What a reader looks at: the clock, the id of Redis, the open windows and the leases. */
    public StreamSnapshot look(Signal signal) {
        fence();
        List<Open> open = new ArrayList<>();
        state.open.forEach((window, since) -> {
            if (window.signal() == signal) {
                open.add(new Open(window, since));
            }
        });
        open.sort(BY_SCORE);
        List<Lease> leases = new ArrayList<>();
        state.leases.forEach((id, ends) -> {
            if (id.window().signal() == signal) {
                leases.add(new Lease(id, ends));
            }
        });
        return new StreamSnapshot(state.redisId, millis, open, leases, List.of());
    }

    private <K> long live(Map<K, Kept> numbers, K key) {
        Kept kept = kept(numbers, key);
        return kept == null ? 0 : kept.value;
    }

    private <K> @Nullable Kept kept(Map<K, Kept> numbers, K key) {
        Kept kept = numbers.get(key);
        if (kept != null && kept.endsMillis <= millis) {
            numbers.remove(key);
            return null;
        }
        return kept;
    }

    /** What a comparison with a real one looks at: counts, payloads, index, leases and numbers, each by its name. */
    public Map<String, Object> content() {
        Map<String, Object> content = new TreeMap<>();
        state.counts.forEach((window, counts) -> put(content, String.valueOf(window), counts));
        state.sealed.forEach((id, counts) -> put(content, String.valueOf(id), counts));
        state.open.forEach((window, since) -> content.put("open " + window, since));
        state.leases.forEach((id, ends) -> content.put("lease " + id, ends));
        state.owners.forEach((id, owner) -> content.put("owner " + id, owner.name + " " + owner.attempts));
        state.markers.forEach((producer, kept) -> content.put("number " + producer, kept.value));
        state.generations.forEach((window, kept) ->
                content.put("generation " + window, kept.value + (kept.endsMillis == NEVER ? " for good" : "")));
        return content;
    }

    private static void put(Map<String, Object> content, String name, Counts counts) {
        content.put("counts " + name, Map.copyOf(counts.repeats));
        if (!counts.payloads.isEmpty()) {
            content.put("payloads " + name, counts.payloads.keySet());
        }
    }
}
