// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.ModelRedis.Sealing;
import dev.centralog.internal.redis.ModelRedis.Terms;
import dev.centralog.internal.redis.RawScripts.Line;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.EachRedisClass;
import dev.centralog.testkit.LocalRedis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The model that the simulation explores does what the scripts do: the same calls, the same answers, the same keys. */
@EachRedisClass
class ModelAgainstScriptsIT {
    private static final int ROUNDS = 20;
    private static final int CALLS = 120;
    private static final int CALLS_BETWEEN_LOOKS = 20;
    private static final long DAY = 86_400;

    private final LocalRedis redis;
    private final RawScripts scripts;
    private final long seed = new SplittableRandom().nextLong();
    private final SplittableRandom random = new SplittableRandom(seed);
    private ModelRedis model = new ModelRedis();
    private long second;

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
            redis.flush();
            model = new ModelRedis();
            for (int i = 1; i <= CALLS; i++) {
                scripts.leaseMillis = random.nextInt(3) == 0 ? 0 : 15_000;
                scripts.maxGroups = random.nextInt(3) == 0 ? 3 : 50_000;
                setClock();
                call();
                if (i % CALLS_BETWEEN_LOOKS == 0) {
                    assertSameContent();
                }
            }
        }
    }

    /** Redis's own time; not shortly before a second ends, so that it is the same second in the call. */
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
        SealedId id = new SealedId(window(), 1 + random.nextInt(3));
        String owner = random.nextBoolean() ? "one" : "other";
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> report();
            case 4 -> {
                SealedId next =
                        random.nextInt(4) == 0 ? id : new SealedId(id.window(), model.generations(id.window()) + 1);
                same(scripts.seal(next, owner), model.seal(next, new Sealing(owner, 0, scripts.leaseMillis, DAY)));
            }
            case 5 -> same(scripts.take(id, owner), model.take(id, owner, scripts.leaseMillis));
            case 6 -> same(scripts.extend(id, owner), model.extend(id, owner, scripts.leaseMillis));
            default -> same(scripts.acknowledge(id, owner), model.acknowledge(id, owner));
        }
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

    private void report() {
        Window window = window();
        boolean isOfEvents = window.signal() == Signal.EVENTS;
        String producer = "p" + random.nextInt(2);
        long last = model.position(producer);
        long sequence = random.nextInt(4) == 0 ? Math.max(1, last - 1 + random.nextInt(4)) : last + 1;
        List<Line> lines = new ArrayList<>();
        for (int i = 0, size = 1 + random.nextInt(4); i < size; i++) {
            String payload = isOfEvents && random.nextBoolean() ? "payload" : "";
            lines.add(RawScripts.line("g" + random.nextInt(6), random.nextInt(5), payload));
        }
        Line[] all = lines.toArray(new Line[0]);
        List<String> answer = isOfEvents
                ? scripts.applyEvents(producer, sequence, window.start(), all)
                : scripts.applyActions(producer, sequence, window, all);
        long maxAge = isOfEvents ? 3600 : 6 * window.seconds() - 1;
        Batch batch = new Batch(
                producer,
                sequence,
                window,
                lines.stream()
                        .map(line -> new BatchLine(
                                line.group().getBytes(ISO_8859_1),
                                line.repeats(),
                                line.payload().getBytes(ISO_8859_1)))
                        .toList());
        same(answer, texts(model.report(batch, new Terms(DAY, scripts.maxGroups, maxAge, 5))));
    }

    private static List<String> texts(BatchReply answer) {
        return switch (answer.outcome()) {
            case APPLIED -> {
                List<String> texts = new ArrayList<>(List.of("1"));
                answer.missing().forEach(group -> texts.add(ModelRedis.name(group)));
                yield texts;
            }
            case APPLIED_BEFORE -> List.of("0", "" + answer.last());
            case GAP -> List.of("-2", "" + answer.last());
            case OUT_OF_RANGE -> List.of("-1");
        };
    }

    private void same(Object real, Object ofModel) {
        assertThat(ofModel).as("seed " + seed).isEqualTo(real);
    }

    /** Times may differ by what a call takes. */
    private void assertSameContent() {
        Map<String, Object> real = content();
        Map<String, Object> modelled = model.content();
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
            String name = key.substring("{cl:0}:".length());
            name = name.startsWith("a:") ? name.substring(2) : name;
            String of = name.substring(name.indexOf(':') + 1);
            switch (name.substring(0, Math.max(0, name.indexOf(':')))) {
                case "z", "Z" -> content.put("counts " + of, numbers(key, 1));
                case "d", "D" -> content.put("payloads " + of, Set.copyOf(scripts.texts("HKEYS", key)));
                case "g" -> {
                    boolean stays = scripts.text("TTL", key).equals("-1");
                    content.put("generation " + of, scripts.text("GET", key) + (stays ? " for good" : ""));
                }
                case "pr" -> content.put("number " + of, Long.valueOf(scripts.text("GET", key)));
                default -> putEntries(content, key, name);
            }
        }
        return content;
    }

    private void putEntries(Map<String, Object> content, String key, String name) {
        if (name.equals("li")) {
            List<String> owners = scripts.texts("HGETALL", key);
            for (int i = 0; i < owners.size(); i += 2) {
                content.put("owner " + owners.get(i), owners.get(i + 1));
            }
        } else {
            numbers(key, name.equals("open") ? 1000 : 1)
                    .forEach((member, score) -> content.put(name + " " + member, score));
        }
    }

    private Map<String, Long> numbers(String key, long unit) {
        List<String> scores = scripts.texts("ZRANGE", key, 0, -1, "WITHSCORES");
        Map<String, Long> numbers = new HashMap<>();
        for (int i = 0; i < scores.size(); i += 2) {
            numbers.put(scores.get(i), Math.round(Double.parseDouble(scores.get(i + 1)) * unit));
        }
        return numbers;
    }
}
