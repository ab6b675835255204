// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.internal.decode.EventDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FrameJsonCacheTest {
    private final FrameJsonCache texts = new FrameJsonCache();

    private static StackTraceElement frame(String className, int line) {
        return new StackTraceElement(className, "run", "Run.java", line);
    }

    private static String written(StackTraceElement frame, boolean sameClass) {
        JsonOutput json = new JsonOutput();
        FrameEncoder.write(json, frame, sameClass);
        return new String(json.bytes(), UTF_8);
    }

    private String kept(StackTraceElement frame, boolean sameClass) {
        return new String(texts.json(frame, sameClass), UTF_8);
    }

    private void assertRight(StackTraceElement frame) {
        assertThat(kept(frame, false)).isEqualTo(written(frame, false));
        assertThat(kept(frame, true)).isEqualTo(written(frame, true));
    }

    @Test
    void frame_ofEveryKind_isWrittenTheSameWhenKept() {
        RandomEvents random = new RandomEvents(1);
        for (int count = 0; count < 3000; count++) {
            StackTraceElement frame = random.frame();

            assertRight(frame);
            assertRight(frame);
        }
    }

    @Test
    void frames_thatDifferInOnePart_areToldApart() {
        List.of(
                        new StackTraceElement("l", "m", "1", "c", "f", "c.java", 1),
                        new StackTraceElement("L", "m", "1", "c", "f", "c.java", 1),
                        new StackTraceElement("l", "M", "1", "c", "f", "c.java", 1),
                        new StackTraceElement("l", "m", "2", "c", "f", "c.java", 1),
                        new StackTraceElement("l", "m", "1", "c", "f", "C.java", 1),
                        new StackTraceElement(null, null, null, "c", "f", null, 1))
                .forEach(this::assertRight);
    }

    @Test
    void frame_equalToAKeptOne_isWrittenFromIt() {
        Object first = texts.json(frame("com.example.One", 1), false);

        assertThat(texts.json(frame("com.example.One", 1), false)).isSameAs(first);
    }

    @Test
    void frames_withoutEnd_areKeptUpToTheBound() {
        for (int line = 0; line < 20 * FrameJsonCache.PLACES; line++) {
            assertRight(frame("com.example.Class" + line % 300, line));
        }

        assertThat(texts.size()).isBetween(FrameJsonCache.PLACES / 2, FrameJsonCache.PLACES);
    }

    @Test
    void frame_ofALongName_isNotKept() {
        assertRight(frame("c".repeat(FrameJsonCache.LONGEST_JSON), 1));

        assertThat(texts.size()).isEqualTo(1); // a frame after one of its own class does not name the class
    }

    @Test
    void frames_ofManyThreadsInOnePlace_areNotMixedUp() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int start = thread;
            all.add(threads.submit(() -> {
                for (int count = start; count < 40_000; count++) {
                    assertRight(frame("com.example.Class" + count % 3, count % (3 * FrameJsonCache.PLACES)));
                }
            }));
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        for (Future<?> each : all) {
            each.get();
        }
    }

    @Test
    void frames_nestedAsDeeplyAsIsWritten_areRead() {
        int deepest = 0;
        for (int depth = 490; depth < 500; depth++) {
            LogEvent event =
                    LogEvent.builder().message("m").thrown(chain(depth)).build();
            if (deepest == 0 || depth == deepest + 1) {
                deepest = isWritten(event) ? depth : deepest;
            }
            if (depth > deepest) {
                assertThatIllegalArgumentException().isThrownBy(() -> EventEncoder.encode(event));
            } else {
                assertThat(EventDecoder.decode(EventEncoder.encode(event))).isEqualTo(event);
            }
        }
        assertThat(deepest).isBetween(490, 498);
    }

    private static boolean isWritten(LogEvent event) {
        try {
            EventEncoder.encode(event);
            return true;
        } catch (IllegalArgumentException ignored) {
            return false;
        }
    }

    /** Returns a chain of throwables, of which only the innermost has a frame. */
    private static Thrown chain(int length) {
        Thrown thrown = new Thrown("c", null, null, List.of(frame("com.example.Deep", 1)), 0, null, List.of(), -1);
        for (int count = 1; count < length; count++) {
            thrown = new Thrown("c", null, null, List.of(), 0, thrown, List.of(), -1);
        }
        return thrown;
    }
}
