// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogException;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.ModelRedis.Sealing;
import dev.centralog.internal.redis.ModelRedis.Terms;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchNumber;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.EachRedisClass;
import dev.centralog.testkit.LocalRedis;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that the simulation's model behaves like the scripts: the same calls give the same replies and the same keys. */
@EachRedisClass
class ModelAgainstScriptsIT {
    private static final int ROUNDS = 20;
    private static final int CALLS = 200;
    private static final int CALLS_BETWEEN_LOOKS = 20;
    private static final long DAY = 86_400;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long MONTH_MILLIS = 30 * DAY * 1000;

    private final LocalRedis redis;
    private final RawScripts scripts;
    private final long seed = new SplittableRandom().nextLong();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Long, Integer> seals = new TreeMap<>();
    private final Map<Long, Integer> leases = new TreeMap<>();
    private final List<Batch> sent = new ArrayList<>();
    private final Map<UUID, Standing> standings = new HashMap<>();
    private ModelRedis model = new ModelRedis();
    private List<UUID> producers = List.of();
    private long second;
    private long trimmed;
    private boolean isFull;

    ModelAgainstScriptsIT(LocalRedis redis) {
        this.redis = redis;
        this.scripts = new RawScripts(redis);
    }

    @AfterEach
    void close() {
        scripts.close();
    }

    @Test
    void calls_atRandom_areAnsweredAlikeAndLeaveTheSame() {
        for (int round = 0; round < ROUNDS; round++) {
            begin();
            for (int i = 1; i <= CALLS; i++) {
                scripts.leaseMillis = random.nextInt(3) == 0 ? 0 : 15_000;
                scripts.maxGroups = random.nextInt(3) == 0 ? 3 : 50_000;
                setClock();
                call();
                if (i % CALLS_BETWEEN_LOOKS == 0) {
                    assertSameContent();
                }
            }
            full(false);
        }
        // Each outcome must have occurred, or the test would say nothing about it.
        assertThat(outcomes).as("seed " + seed).containsOnlyKeys(Outcome.values());
        assertThat(seals.keySet()).as("seed " + seed).contains(-4L, -3L, -2L, -1L, 1L, 2L);
        assertThat(leases.keySet()).as("seed " + seed).contains(-2L, -1L, 0L, 1L, 2L);
        assertThat(trimmed).isPositive();
    }

    /** Sends batches with tokens of all 256 byte values, eight to a token, to check that each is read back as it was. */
    @Test
    void tokens_ofAllBytes_areKeptAndFollowed() {
        begin();
        UUID producer = random();
        ask(List.of(producer));
        for (int i = 0; i < 32; i++) {
            byte[] bytes = new byte[8];
            for (int b = 0; b < 8; b++) {
                bytes[b] = (byte) (8 * i + b);
            }
            setClock();
            Marker marker = model.state().markers.getOrDefault(producer, Marker.ABSENT);
            long token = ByteBuffer.wrap(bytes).getLong();
            BatchNumber number = new BatchNumber(producer, i + 1, marker.newest(), token);
            send(
                    new Batch(number, 0, Window.second(second), RandomLines.of(random)),
                    Objects.requireNonNull(standings.get(producer)));
            assertThat(model.state().markers.get(producer))
                    .extracting(Marker::newest)
                    .isEqualTo(token);
        }
        ask(List.of(producer));
        assertThat(outcomes).containsExactly(Map.entry(Outcome.APPLIED, 32));
    }

    private void begin() {
        redis.flush();
        model = new ModelRedis();
        sent.clear();
        standings.clear();
        producers = List.of(random(), random(), random());
    }

    private UUID random() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private void full(boolean isFullNow) {
        if (isFullNow != isFull) {
            isFull = isFullNow;
            scripts.text("CONFIG", "SET", "maxmemory", isFull ? 1 : 0);
            model.full(isFull);
        }
    }

    /** Sets the model to Redis's time, but not shortly before the end of a second, so that the call is in the same second. */
    private void setClock() {
        long millis;
        do {
            List<String> time = scripts.texts("TIME");
            millis = Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
        } while (millis % 1000 > 900);
        second = millis / 1000;
        model.at(millis);
    }

    private void call() {
        SealedId id = new SealedId(window(), anyRedisId(), 1 + random.nextInt(3));
        String owner = random.nextBoolean() ? "one" : "other";
        SealedId leased = random.nextInt(4) == 0 ? id : any(model.state().leases.keySet(), id);
        switch (random.nextInt(32)) {
            case 0, 1, 2 -> seal(id, owner);
            case 3 -> lease(leased, owner, "take");
            case 4, 5 -> lease(leased, owner, "extend");
            case 6, 7 -> same(scripts.acknowledge(leased, owner), model.acknowledge(leased, owner));
            case 8, 9, 10 -> ask(producers);
            case 11 -> mark(producer());
            case 12 -> trim();
            case 13 -> breakSomething(id);
            case 14 -> full(random.nextInt(3) == 0);
            case 15, 16, 17 -> again();
            default -> batch();
        }
    }

    private UUID producer() {
        return producers.get(random.nextInt(producers.size()));
    }

    /** Returns the redis id that Redis has, or sometimes another. */
    private String anyRedisId() {
        String now = model.state().redisId;
        return now == null || random.nextInt(8) == 0 ? "00000000000000ab" : now;
    }

    private Window window() {
        if (random.nextInt(3) == 0) {
            return Window.slice(second - random.nextInt(3), 1);
        }
        return Window.second(
                switch (random.nextInt(10)) {
                    case 0 -> second - 7200;
                    case 1 -> second + 30;
                    default -> second - random.nextInt(4);
                });
    }

    private void seal(SealedId any, String owner) {
        long before = model.generations(any.window());
        SealedId id = random.nextInt(4) == 0 ? any : new SealedId(any.window(), any.redisId(), before + 1);
        List<String> real = scripts.sealing(id, owner);
        long number = model.seal(id, new Sealing(owner, 0, scripts.leaseMillis));
        same(real, answer(number, id));
        seals.merge(number, 1, Integer::sum);
    }

    private void lease(SealedId id, String owner, String how) {
        List<String> real = scripts.leasing(id, owner, how);
        long number = how.equals("take")
                ? model.take(id, owner, scripts.leaseMillis)
                : model.extend(id, owner, scripts.leaseMillis);
        same(real, number > 0 ? answer(number, id) : List.of("" + number));
        leases.merge(number, 1, Integer::sum);
    }

    private List<String> answer(long number, SealedId id) {
        return number < 0 ? List.of("" + number) : List.of("" + number, model.isAhead(id) ? "a" : "-");
    }

    private void ask(List<UUID> asked) {
        String fresh = HexFormat.of().toHexDigits(random.nextLong());
        ProducerStates real = scripts.ask(fresh, asked);
        // The model makes its own id, from this number on.
        model.idsFrom(HexFormat.fromHexDigitsToLong(fresh) - 1).at(real.redisMillis());
        same(real, model.ask(asked));
        for (UUID id : asked) {
            standings.put(id, new Standing(real.redisId(), real.redisMillis()));
        }
    }

    private void mark(UUID producer) {
        String redisId = anyRedisId();
        boolean retires = random.nextInt(4) == 0;
        ProducerStates real = scripts.mark(producer, redisId, retires ? "r" : "c");
        model.at(real.redisMillis());
        same(real, retires ? model.retire(producer, redisId) : model.end(producer, redisId));
        if (retires) {
            producers = producers.stream()
                    .map(each -> each.equals(producer) && random.nextBoolean() ? random() : each)
                    .toList();
        }
    }

    private void trim() {
        long age = random.nextInt(3) == 0 ? -2 * HOUR_MILLIS : MONTH_MILLIS;
        long closedAge = random.nextBoolean() ? -2 * HOUR_MILLIS : age;
        Map<String, ModelBook.Field> modelled = new HashMap<>();
        model.state().fields().forEach((key, field) -> modelled.put(name(key), field));
        List<byte[]> seen = scripts.book();
        List<byte[]> pairs = new ArrayList<>();
        List<ModelBook.Field> fields = new ArrayList<>();
        for (int i = 0; i < seen.size(); i += 2) {
            ModelBook.Field field = modelled.get(new String(seen.get(i), ISO_8859_1));
            if (field != null && random.nextInt(3) > 0) {
                boolean isOutdated = random.nextInt(8) == 0;
                pairs.add(seen.get(i));
                pairs.add(isOutdated ? "what was there before".getBytes(ISO_8859_1) : seen.get(i + 1));
                fields.add(isOutdated ? new ModelBook.Field(field.key(), "before") : field);
            }
        }
        long real = scripts.trim(closedAge, age, pairs);
        setClock(); // after the call, because with an age of zero a marker is old as soon as it was seen
        same(real, (long) model.trim(closedAge, age, fields));
        trimmed += real;
    }

    /** Returns the name of the book's field for a key of the model. */
    private static String name(Object key) {
        return key instanceof UUID producer
                ? new String(RawScripts.field(producer), ISO_8859_1)
                : new String(Book.generation((Window) key), ISO_8859_1);
    }

    /** Damages Redis's data as other clients could. */
    private void breakSomething(SealedId id) {
        switch (random.nextInt(7)) {
            case 0 -> {
                scripts.text("DEL", scripts.keys.book());
                model.removeBook();
            }
            case 1 -> {
                UUID producer = producer();
                scripts.text("HDEL", scripts.keys.book(), RawScripts.field(producer));
                model.removeMarker(producer);
            }
            case 2 -> {
                UUID producer = producer();
                String junk = random.nextBoolean() ? "3 4 - too short" : "junk";
                if (!isFull) {
                    scripts.text("HSET", scripts.keys.book(), RawScripts.field(producer), junk);
                    model.state().markers.put(producer, Marker.UNREADABLE);
                }
            }
            case 3 -> loseCounts(any(model.state().open.keySet(), id.window()));
            case 4 -> loseDelivery(any(model.state().leases.keySet(), id));
            case 5 -> openFarAhead();
            default -> openLongAgo();
        }
    }

    private <T> T any(Set<T> all, T none) {
        return all.isEmpty() ? none : List.copyOf(all).get(random.nextInt(all.size()));
    }

    private void loseCounts(Window window) {
        scripts.text("DEL", scripts.keys.counts(window));
        model.state().counts.remove(window);
        scripts.text("DEL", scripts.keys.payloads(window));
        seal(new SealedId(window, anyRedisId(), model.generations(window) + 1), "one");
    }

    private void loseDelivery(SealedId id) {
        scripts.text("DEL", scripts.keys.sealedCounts(id), scripts.keys.sealedPayloads(id));
        model.state().sealed.remove(id);
        lease(id, "one", random.nextBoolean() ? "take" : "extend");
    }

    /** Opens a window as it is left by a Redis whose clock was far ahead. */
    private void openFarAhead() {
        if (!isFull) {
            Window window = random.nextBoolean()
                    ? Window.second(second + 120 + random.nextInt(2))
                    : Window.slice(second + 120 + random.nextInt(2), 1);
            openAnew(window);
            SealedId id = new SealedId(window, anyRedisId(), model.generations(window) + 1);
            seal(id, "one");
            lease(id, "other", "take");
            lease(id, "other", "extend");
        }
    }

    /** Opens a window whose generations are old enough to be trimmed once it is not open any more. */
    private void openLongAgo() {
        if (!isFull) {
            Window window = Window.second(second - 2 * DAY - random.nextInt(2));
            openAnew(window);
            seal(new SealedId(window, anyRedisId(), model.generations(window) + 1), "one");
            if (random.nextBoolean()) {
                openAnew(window);
                trim();
            }
        }
    }

    private void openAnew(Window window) {
        scripts.text("ZADD", scripts.keys.counts(window), 7, "any name");
        scripts.text("ZADD", scripts.keys.open(window.signal()), window.start(), window);
        model.state()
                .counts
                .computeIfAbsent(window, each -> new ModelRedis.Counts())
                .repeats
                .put("any name", 7L);
        model.state().open.put(window, window.start() * 1000);
    }

    /** Sends a batch again unchanged, with the producer's last known standing: a late copy, or a call made twice. */
    private void again() {
        if (!sent.isEmpty()) {
            Batch batch = sent.get(random.nextInt(sent.size()));
            Standing now = standings.getOrDefault(batch.number().producer(), new Standing(Standing.NOWHERE, 0));
            send(batch, random.nextInt(4) == 0 ? new Standing(now.redisId(), 0) : now);
        }
    }

    private void batch() {
        UUID producer = producer();
        if (!standings.containsKey(producer)) {
            ask(List.of(producer));
        }
        Standing standing = Objects.requireNonNull(standings.get(producer));
        Batch batch = new Batch(number(producer), random.nextInt(3), window(), RandomLines.of(random));
        Window window = batch.window();
        if (window.signal() == Signal.ACTIONS) {
            batch = new Batch(batch.number(), 0, window, batch.lines());
        }
        sent.add(batch);
        long ahead = random.nextInt(8) == 0 ? HOUR_MILLIS : 0; // as if Redis's clock had been set back since
        String redisId = random.nextInt(10) == 0 ? anyRedisId() : standing.redisId();
        send(batch, new Standing(redisId, standing.seenMillis() + ahead));
    }

    /** Returns the next number or sometimes one after a gap, one of a clone, or an old one. */
    private BatchNumber number(UUID producer) {
        Marker marker = model.state().markers.getOrDefault(producer, Marker.ABSENT);
        long token = random.nextLong();
        return switch (random.nextInt(10)) {
            case 0 -> new BatchNumber(producer, marker.last() + 2, marker.newest(), token);
            case 1 -> new BatchNumber(producer, marker.last() + 1, random.nextLong(), token);
            case 2 -> new BatchNumber(producer, Math.max(1, marker.last()), marker.newest(), token);
            default -> new BatchNumber(producer, marker.last() + 1, marker.newest(), token);
        };
    }

    private void send(Batch batch, Standing standing) {
        boolean isOfEvents = batch.window().signal() == Signal.EVENTS;
        long maxAge = isOfEvents ? 3600 : 6 * batch.window().seconds() - 1;
        Terms terms = new Terms(scripts.maxGroups, maxAge, 5, scripts.maxSamples);
        List<BatchLine> lines = batch.lines().stream()
                .map(line -> isOfEvents ? line : new BatchLine(line.group(), line.repeats(), new byte[0]))
                .toList();
        Batch modelled = new Batch(batch.number(), batch.process(), batch.window(), lines);
        if (isFull) {
            assertThatThrownBy(() -> scripts.apply(modelled, standing)).hasMessageContaining("OOM");
            assertThatThrownBy(() -> model.apply(modelled, standing, terms)).isInstanceOf(CentralogException.class);
            return;
        }
        BatchReply real = scripts.apply(modelled, standing);
        model.at(real.redisMillis());
        BatchReply ofModel = model.apply(modelled, standing, terms);
        same(real.outcome(), ofModel.outcome());
        same(real.seenMillis(), ofModel.seenMillis());
        same(names(real), names(ofModel));
        assertThat(ofModel.states()).as("seed " + seed).isEqualTo(real.states());
        outcomes.merge(real.outcome(), 1, Integer::sum);
    }

    private static List<String> names(BatchReply reply) {
        return reply.missing().stream().map(ModelRedis::name).toList();
    }

    private void same(Object real, Object ofModel) {
        assertThat(ofModel).as("seed " + seed).isEqualTo(real);
    }

    /** Checks that both hold the same; times may differ by the duration of a call. */
    private void assertSameContent() {
        Map<String, Object> real = content();
        Map<String, Object> modelled = ModelContent.of(model);
        assertThat(modelled.keySet()).as("seed " + seed).isEqualTo(real.keySet());
        real.forEach((name, content) -> {
            if (name.startsWith("lease ") || name.startsWith("open ")) {
                assertThat((long) Objects.requireNonNull(modelled.get(name)) - (long) content)
                        .as(name)
                        .isBetween(-1000L, 0L);
            } else {
                assertThat(modelled.get(name)).as(name + ", seed " + seed).isEqualTo(content);
            }
        });
    }

    private Map<String, Object> content() {
        Map<String, Object> content = new TreeMap<>();
        for (String key : scripts.texts("KEYS", "*")) {
            String name = key.substring("{cl.2:0}:".length());
            name = name.startsWith("a:") ? name.substring(2) : name;
            String of = name.substring(name.indexOf(':') + 1);
            switch (name.substring(0, Math.max(0, name.indexOf(':')))) {
                case "z", "Z" -> content.put("counts " + of, numbers(key, 1));
                case "d", "D" -> content.put("payloads " + of, pairs(raw("HGETALL", key)));
                default -> putEntries(content, key, name);
            }
            assertThat(scripts.text("TTL", key)).as(key).isEqualTo("-1");
        }
        return content;
    }

    private void putEntries(Map<String, Object> content, String key, String name) {
        switch (name) {
            case "li" -> pairs(raw("HGETALL", key)).forEach((id, owner) -> content.put("owner " + id, owner));
            case "book" ->
                pairs(raw("HGETALL", key)).forEach((field, value) -> {
                    boolean isMarker = field.startsWith("p");
                    content.put("book " + field, isMarker ? Book.marker(value.getBytes(ISO_8859_1)) : value);
                });
            default ->
                numbers(key, name.equals("open") ? 1000 : 1)
                        .forEach((member, score) -> content.put(name + " " + member, score));
        }
    }

    private static Map<String, String> pairs(List<String> texts) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            pairs.put(texts.get(i), texts.get(i + 1));
        }
        return pairs;
    }

    private Map<String, Long> numbers(String key, long unit) {
        Map<String, Long> numbers = new HashMap<>();
        pairs(raw("ZRANGE", key, 0, -1, "WITHSCORES"))
                .forEach((name, score) -> numbers.put(name, Math.round(Double.parseDouble(score) * unit)));
        return numbers;
    }

    /** Returns the texts of a reply, with a character for each byte. */
    private List<String> raw(Object... command) {
        List<String> texts = new ArrayList<>();
        for (Object each : (List<?>) Objects.requireNonNull(scripts.call(command))) {
            texts.add(new String((byte[]) each, ISO_8859_1));
        }
        return texts;
    }
}
