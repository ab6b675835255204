// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random events with everything an event may hold, in the forms that the codec returns exactly. */
final class RandomEvents {
    private static final List<String> ALPHABET = List.of(
            "a",
            "Z",
            "0",
            " ",
            "\"",
            "\\",
            "/",
            "\n",
            "\r",
            "\t",
            "\0",
            "\u001b",
            "\u007f",
            "\u0085",
            "é",
            "€",
            "…",
            "\u2028",
            "\uFEFF",
            "\uFFFD",
            "😀",
            "𝒳",
            "{}",
            "%",
            "'",
            "password=secret");
    private final Random random;

    RandomEvents(long seed) {
        random = new Random(seed);
    }

    LogEvent next() {
        return new LogEvent(
                time(),
                level(),
                maybe(this::text),
                new ThreadRef(maybe(this::text), random.nextBoolean() ? 0 : random.nextLong(), random.nextInt(11)),
                maybe(this::text),
                some(4, () -> value(3)),
                maybe(this::text),
                maybe(() -> thrown(new int[1], List.of())),
                maybe(() -> SourceLocation.of(frame())),
                some(3, () -> marker(3)),
                map(4, () -> maybe(this::text)),
                some(3, this::text),
                some(4, () -> new KeyValue(random.nextBoolean() ? "key" : text(), value(2))),
                random.nextInt(4) == 0 ? Origin.UNKNOWN : new Origin(text(), text(), text(), random.nextLong()),
                random.nextBoolean() ? 0 : random.nextLong(),
                map(3, random::nextLong));
    }

    private Instant time() {
        return switch (random.nextInt(5)) {
            case 0 -> Instant.MIN;
            case 1 -> Instant.MAX;
            case 2 -> Instant.ofEpochSecond(random.nextInt());
            case 3 -> Instant.ofEpochSecond(-random.nextInt(1_000_000), 999_999_999);
            default ->
                Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000), random.nextInt(1_000_000_000));
        };
    }

    private Level level() {
        return switch (random.nextInt(4)) {
            case 0 -> Level.ERROR;
            case 1 -> Level.of("NOTICE");
            case 2 -> new Level("info", random.nextInt(25));
            default -> new Level(text(), random.nextInt());
        };
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(ALPHABET.get(random.nextInt(ALPHABET.size())));
        }
        return text.toString();
    }

    @Nullable
    Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 10)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> (random.nextBoolean() ? 1L : -1L) * (random.nextLong(Long.MAX_VALUE - (1L << 32)) + (1L << 32));
            case 4 -> new BigInteger(64 + random.nextInt(2000), random).setBit(64);
            case 5 -> Double.longBitsToDouble(finite(random.nextLong()));
            case 6 -> new BigDecimal(new BigInteger(200, random).setBit(190), random.nextInt(60) + 1);
            case 7 -> random.nextBoolean() ? -0.0 : 1e300;
            case 10 -> some(3, () -> value(depth - 1));
            case 11 -> map(3, () -> value(depth - 1));
            default -> text();
        };
    }

    private static long finite(long bits) {
        return Double.isFinite(Double.longBitsToDouble(bits)) ? bits : 0;
    }

    private EventMarker marker(int depth) {
        return new EventMarker(text(), depth == 0 ? List.of() : some(2, () -> marker(depth - 1)));
    }

    private Thrown thrown(int[] count, List<StackTraceElement> around) {
        if (++count[0] > 12 || (count[0] > 1 && random.nextInt(6) == 0)) {
            return Thrown.reference(random.nextInt(count[0]));
        }
        List<StackTraceElement> frames = new ArrayList<>(some(6, this::frame));
        frames.addAll(around.subList(random.nextInt(around.size() + 1), around.size()));
        return new Thrown(
                text(),
                maybe(this::text),
                maybe(this::text),
                frames,
                random.nextInt(3) == 0 ? random.nextInt() : 0,
                random.nextInt(3) == 0 ? null : thrown(count, frames),
                some(3, () -> thrown(count, frames)),
                -1);
    }

    StackTraceElement frame() {
        String className =
                random.nextInt(3) == 0 ? text() : "com.example.Order" + (random.nextBoolean() ? "$Line" : "");
        String file = random.nextInt(3) == 0 ? maybe(this::text) : "Order.java";
        int line = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(500) - 2;
        return random.nextBoolean()
                ? new StackTraceElement(className, text(), file, line)
                : new StackTraceElement(
                        maybe(this::text), maybe(this::text), maybe(this::text), className, text(), file, line);
    }

    private <T> @Nullable T maybe(Supplier<T> supplier) {
        return random.nextInt(4) == 0 ? null : supplier.get();
    }

    private <T extends @Nullable Object> List<T> some(int most, Supplier<T> supplier) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(supplier.get());
        }
        return list;
    }

    private <T extends @Nullable Object> Map<String, T> map(int most, Supplier<T> supplier) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            map.put(text(), supplier.get());
        }
        return map;
    }
}
