// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.centralog.CentralogException;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchNumber;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.ship.Marker.Kind;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of the protocol in plain Java: each method is one of them, rule by rule, and is done whole.
 * {@code ModelAgainstScriptsIT} runs both side by side, and so holds the model to the scripts. Names are texts here, with a
 * character for each byte: the name of a group of events has 16 of the group and 8 of the process. The totals of actions are
 * not modelled: their lines have none.
 *
 * <p>The time is set by {@link #at}. Thread-safety: none.
 */
public final class ModelRedis extends ModelReading {
    /** The reply of a replica to a write. */
    public static final String READONLY = "READONLY";

    /** The batches that were ever applied, even if that was undone since. For the audit alone. */
    public final Set<Batched> everApplied = new HashSet<>();

    private long ids;

    /** A rule of the scripts that is broken, to see whether a proof misses it. */
    public enum Flaw {
        /** Every batch is applied, whatever its number. */
        NO_SEQUENCE_CHECK,
        /** Any number is taken from a producer that is not known. */
        FIRST_NUMBER_UNCHECKED,
        /** A batch is taken though the one before was not seen. */
        GAP_ACCEPTED,
        /** The next number is taken, whatever the batch before it was. */
        NO_TOKEN_CHECK,
        /** A retired id goes on. */
        RETIRED_STILL_APPLIES,
        /** A number 1 without a marker is taken, whatever was trimmed. */
        SEEN_NOT_COMPARED,
        /** A batch for another Redis is taken. */
        REDIS_ID_NOT_COMPARED,
        /** A marker keeps the newest token only. */
        ONE_TOKEN_ONLY,
        /** A window's age is looked at before the number. */
        AGE_BEFORE_REPLAY,
        /** The number of a batch that is refused for its window is remembered. */
        REFUSAL_CONSUMES_NUMBER,
        /** The <em>seen</em> of a marker that is trimmed is not noted. */
        TRIM_UNNOTED,
        /** The generation of a window is trimmed while late counts may still come. */
        GENERATION_FORGOTTEN,
        /** The generation of a window is trimmed while a later generation is open. */
        GENERATION_FORGOTTEN_WHILE_OPEN,
        /** A seal leaves the window in the index. */
        SEAL_KEEPS_INDEX,
        /** A window far ahead waits for its time. */
        FUTURE_NEVER_DUE,
        /** A seal for another Redis is made. */
        SEAL_IGNORES_REDIS_ID,
        /** All seals of a window have one name. */
        NO_GENERATION_IN_NAME,
        /** Seals of a window have the same names in every Redis. */
        SEALED_WITHOUT_REDIS_ID,
        /** Any reader may acknowledge a delivery. */
        NO_FENCE,
        /** A lease is never taken from its owner. */
        LEASE_NEVER_ENDS,
        /** A replica replies to questions, as long as nothing is written. */
        REPLICA_ANSWERS
    }

    /** The terms under which a batch is applied; see the arguments of {@code apply-events}. */
    public record Terms(int maxGroups, long maxAgeSeconds, long maxAheadSeconds, int maxSamples) {}

    /** The way to seal a window; see the arguments of {@code seal}. */
    public record Sealing(String owner, long graceSeconds, long leaseMillis) {}

    /** The owner of a lease; {@code isAhead} says that the window was sealed before its time. */
    public record Owner(String name, long attempts, boolean isAhead) {}

    /** The counts by name, and the payloads by group. */
    public static final class Counts {
        public final Map<String, Long> repeats = new HashMap<>();
        public final Map<String, byte[]> payloads = new HashMap<>();
        public ModelSamples samples = new ModelSamples();

        Counts copy() {
            Counts copy = new Counts();
            copy.repeats.putAll(repeats);
            copy.payloads.putAll(payloads);
            copy.samples = samples.copy();
            return copy;
        }
    }

    /** The content of the model: the keys and, for the audit alone, the batches that they came from. */
    public static final class State extends ModelBook {
        public final Map<Window, Counts> counts = new LinkedHashMap<>();
        public final Map<Window, Long> open = new LinkedHashMap<>();
        public final Map<SealedId, Counts> sealed = new HashMap<>(); // never changes once it is there: shared by copies
        public final Map<SealedId, Long> leases = new LinkedHashMap<>();
        public final Map<SealedId, Owner> owners = new HashMap<>();
        public final Map<Batched, Applied> applied = new HashMap<>();

        public State copy() {
            State copy = new State();
            copyBookTo(copy);
            counts.forEach((window, each) -> copy.counts.put(window, each.copy()));
            copy.open.putAll(open);
            copy.sealed.putAll(sealed);
            copy.leases.putAll(leases);
            copy.owners.putAll(owners);
            copy.applied.putAll(applied);
            return copy;
        }

        /** Returns whether it holds nothing that is to be gathered. */
        public boolean isDrained() {
            return open.isEmpty() && leases.isEmpty();
        }
    }

    /**
     * The window in which a batch was counted, and the time.
     *
     * @param generation the generation of the window
     * @param turn the place in the order of what the audit looks at
     * @param producer the id under which it was counted
     * @param before the count of it before this one, if Redis could have forgotten that since
     */
    public record Applied(
            Window window,
            long generation,
            long millis,
            long turn,
            UUID producer,
            @Nullable Applied before) {}

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

    /** Creates a Redis that follows the protocol. */
    public ModelRedis() {
        this(null);
    }

    /** Creates a Redis that follows the protocol, except for that rule. */
    public ModelRedis(@Nullable Flaw flaw) {
        super(flaw);
    }

    /** Returns the name of a group here. */
    public static String name(byte[] group) {
        return new String(group, ISO_8859_1);
    }

    /** Returns the name under which a group of a batch is counted; reserved names, and those of actions, stay as they are. */
    public static String name(Batch batch, byte[] group) {
        boolean isOfEvents = batch.window().signal() == Signal.EVENTS;
        return isOfEvents && group.length == ReservedGroups.HASH_BYTES
                ? name(group) + name(Book.raw(batch.process()))
                : name(group);
    }

    /** Returns the group in a name. */
    public static String groupOf(String name) {
        return name.length() == ReservedGroups.HASH_BYTES + Long.BYTES
                ? name.substring(0, ReservedGroups.HASH_BYTES)
                : name;
    }

    /** Sets the clock. */
    public ModelRedis at(long epochMillis) {
        millis = epochMillis;
        return this;
    }

    /**
     * Sets the redis ids that are offered to it: those behind that number. Two that are both written to need different ones.
     */
    public ModelRedis idsFrom(long first) {
        ids = first;
        return this;
    }

    /** Makes it a replica, which refuses writes. */
    public ModelRedis asReplica() {
        isReplica = true;
        return this;
    }

    /** Makes a replica a primary, with what it has. */
    public void promote(ModelRedis primary) {
        isReplica = false;
        comesAfter(primary);
    }

    /** Makes this the only primary from now on, with what it has or with what the other one has. */
    public void replace(ModelRedis other, boolean withItsState) {
        state = withItsState ? other.state : state;
        comesAfter(other);
    }

    private void comesAfter(ModelRedis other) {
        turn = Math.max(turn, other.turn);
        everApplied.addAll(other.everApplied);
    }

    /** Runs the script {@code ask}. The redis id that is offered is a new one at each call. */
    public ProducerStates ask(List<UUID> producers) {
        fence();
        String fresh = HexFormat.of().toHexDigits(++ids);
        if (state.redisId == null && !isReplica) {
            state.redisId = fresh;
        }
        return states(producers);
    }

    @Override
    String redisId() {
        return ask(List.of()).redisId();
    }

    private ProducerStates states(List<UUID> producers) {
        List<Marker> markers = producers.stream().map(this::marker).toList();
        String redisId = state.redisId == null ? "" : state.redisId;
        return new ProducerStates(millis, redisId, state.trimmedMillis, markers);
    }

    private Marker marker(UUID producer) {
        return state.markers.getOrDefault(producer, Marker.ABSENT);
    }

    private long stamp() {
        return Math.max(millis, state.trimmedMillis + 1);
    }

    /** Runs the script {@code mark} with {@code r}. */
    public ProducerStates retire(UUID producer, String redisId) {
        return mark(producer, redisId, Kind.RETIRED);
    }

    /** Runs the script {@code mark} with {@code c}. */
    public ProducerStates end(UUID producer, String redisId) {
        return mark(producer, redisId, Kind.CLOSED);
    }

    private ProducerStates mark(UUID producer, String redisId, Kind kind) {
        fence();
        Marker before = marker(producer);
        boolean isThere = before.kind() != Kind.ABSENT;
        if (isThis(redisId) && before.kind() != Kind.RETIRED && (kind == Kind.RETIRED || isThere)) {
            requireWritable();
            long seen = Math.max(before.seenMillis(), stamp());
            state.markers.put(producer, new Marker(kind, before.last(), seen, before.tokens()));
        }
        return states(List.of(producer));
    }

    /** Runs the scripts {@code apply-events} and {@code apply-actions}. */
    public BatchReply apply(Batch batch, Standing standing, Terms terms) {
        fence();
        if (full) {
            throw new CentralogException("OOM");
        }
        Window window = batch.window();
        long t = second();
        boolean outOfRange = window.start() < t - terms.maxAgeSeconds || window.start() > t + terms.maxAheadSeconds;
        if (outOfRange && isBroken(Flaw.AGE_BEFORE_REPLAY)) {
            return BatchReply.outOfRange(millis);
        }
        if (!isNext(batch.number(), standing)) {
            return BatchReply.notNext(states(List.of(batch.number().producer())));
        }
        if (outOfRange) {
            if (isBroken(Flaw.REFUSAL_CONSUMES_NUMBER)) {
                note(batch.number(), standing);
            }
            return BatchReply.outOfRange(millis);
        }
        requireWritable();
        List<byte[]> missing = add(batch, terms);
        long seen = note(batch.number(), standing);
        Batched batched = new Batched(batch);
        everApplied.add(batched);
        Applied before = forgotten(state.applied.get(batched));
        state.applied.put(
                batched, new Applied(window, generations(window) + 1, millis, ++turn, batch.producer(), before));
        return BatchReply.applied(millis, seen, missing);
    }

    private @Nullable Applied forgotten(@Nullable Applied before) {
        boolean isForgotten = before != null && state.removed.getOrDefault(before.producer, 0L) > before.turn;
        return isForgotten ? before : null;
    }

    private boolean isNext(BatchNumber number, Standing standing) {
        if (!isThis(standing.redisId()) && !isBroken(Flaw.REDIS_ID_NOT_COMPARED)) {
            return false;
        }
        Marker marker = marker(number.producer());
        if (isBroken(Flaw.NO_SEQUENCE_CHECK)) {
            return marker.kind() != Kind.RETIRED;
        }
        return switch (marker.kind()) {
            case UNREADABLE -> false;
            case RETIRED -> isBroken(Flaw.RETIRED_STILL_APPLIES) && isBehind(marker, number);
            case LIVE, CLOSED -> isBehind(marker, number);
            case ABSENT ->
                isBroken(Flaw.FIRST_NUMBER_UNCHECKED)
                        || ((isBroken(Flaw.GAP_ACCEPTED) || isFirst(number))
                                && (standing.seenMillis() > state.trimmedMillis || isBroken(Flaw.SEEN_NOT_COMPARED)));
        };
    }

    private static boolean isFirst(BatchNumber number) {
        return number.sequence() == 1 && number.predecessor() == 0;
    }

    private boolean isBehind(Marker marker, BatchNumber number) {
        boolean follows = !marker.tokens().isEmpty() && marker.newest() == number.predecessor();
        return (number.sequence() == marker.last() + 1 && (follows || isBroken(Flaw.NO_TOKEN_CHECK)))
                || (number.sequence() > marker.last() + 1 && isBroken(Flaw.GAP_ACCEPTED));
    }

    private long note(BatchNumber number, Standing standing) {
        Marker before = marker(number.producer());
        long seen = Math.max(before.seenMillis(), Math.max(standing.seenMillis(), stamp()));
        int kept = isBroken(Flaw.ONE_TOKEN_ONLY) ? 1 : Marker.TOKENS;
        List<Long> tokens = Stream.concat(Stream.of(number.token()), before.tokens().stream())
                .limit(kept)
                .toList();
        state.markers.put(number.producer(), new Marker(Kind.LIVE, number.sequence(), seen, tokens));
        return seen;
    }

    private List<byte[]> add(Batch batch, Terms terms) {
        Window window = batch.window();
        boolean isOfEvents = window.signal() == Signal.EVENTS;
        if (!state.open.containsKey(window)) {
            state.open.put(window, state.generations.containsKey(window) ? millis : window.start() * 1000);
        }
        Counts counts = state.counts.computeIfAbsent(window, each -> new Counts());
        String overflow = isOfEvents ? name(ReservedGroups.overflow(batch.process())) : ReservedGroups.OVERFLOW;
        List<byte[]> missing = new ArrayList<>();
        List<BatchLine> counted = new ArrayList<>();
        List<BatchLine> won = new ArrayList<>();
        for (BatchLine line : batch.lines()) {
            String group = name(line.group());
            String name = name(batch, line.group());
            boolean isNew = !counts.repeats.containsKey(name);
            boolean isCapped = isOfEvents ? line.group().length == ReservedGroups.HASH_BYTES : !name.startsWith("~");
            boolean isBeyond = isNew && isCapped && counts.repeats.size() >= terms.maxGroups;
            counts.repeats.merge(isBeyond ? overflow : name, line.repeats(), Long::sum);
            if (isOfEvents && !isBeyond) {
                counted.add(line);
                if (line.payload().length > 0) {
                    if (counts.payloads.putIfAbsent(group, line.payload()) == null) {
                        won.add(line);
                    }
                } else if (isNew) {
                    missing.add(line.group());
                }
            }
        }
        if (isOfEvents) {
            counts.samples.add(batch, counts, new ModelSamples.Lines(counted, won), terms.maxSamples);
        }
        missing.removeIf(group -> counts.payloads.containsKey(name(group)));
        return missing;
    }
}
