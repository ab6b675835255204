// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.time.SteppedClock;
import dev.centralog.testkit.Faults;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications that log as one should not: memory stays bounded and is free again, repeats fold, and the law holds. */
class BadInputTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long SMALL = 1 << 20;

    private final MemoryTransport store = new MemoryTransport();
    private final CentralogConfig small = config().with(Settings.BUFFER_BYTES, SMALL);
    private Producer producer = Producers.start(config(), store);

    @AfterEach
    void close() {
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
    }

    private void startSmall() {
        producer.close(LONG);
        producer = Producers.start(small, store);
    }

    /** Waits, without closing, until the buffer is empty: what was shipped and has settled is free. */
    private void awaitNothingHeld() {
        Awaitility.await().atMost(LONG).until(() -> producer.stats().waiting() == 0);
        Awaitility.await().atMost(LONG).until(() -> producer.stats().bufferedBytes() == 0);
    }

    @Test
    void templates_concatenated_areShippedAndFreedAsDistinctEvents() {
        int events = 30_000;
        for (int i = 0; i < events; i++) {
            report(producer, TestEvent.of("order " + i + " of user " + i * 31 + " was shipped", secondsAgo(5)));
        }
        awaitNothingHeld();

        assertThat(producer.stats().dropped()).isEmpty();
        assertThat(producer.stats().acknowledged()).isEqualTo(events);
        assertThat(producer.stats().folded()).isZero();
        assertThat(store.rowsWithoutPayload()).isZero();
    }

    @Test
    void templates_concatenated_leaveTheRepeatsBesideThemFolding() {
        store.away(true);
        startSmall();
        long second = secondsAgo(5);
        int events = 100_000;
        for (int i = 0; i < events; i++) {
            report(producer, TestEvent.of("order " + i, second));
            report(producer, TestEvent.of("steady", second));
            assertThat(producer.stats().bufferedBytes()).isLessThanOrEqualTo(SMALL);
        }

        CentralogStats full = producer.stats();
        long waiting = full.waiting() - events; // rows of the concatenated ones
        assertThat(full.folded()).isEqualTo(events - 1);
        assertThat(waiting).isBetween(500L, 5000L);
        assertThat(full.dropped()).isEqualTo(Map.of(DropReason.BUFFER_FULL, events - waiting));
        store.away(false);
        awaitNothingHeld();
        assertThat(store.rows() - dropRows()).isEqualTo(waiting + 1);
    }

    private long dropRows() {
        return store.groups().stream()
                .filter(group -> group.startsWith("~drop:"))
                .count();
    }

    @Test
    void loggers_oneARequest_areShippedAndFreed() {
        EventView<TestEvent> byRequest = new TestEvent.View() {
            @Override
            public String logger(TestEvent event) {
                return event.template();
            }

            @Override
            public String template(TestEvent event) {
                return "handled";
            }
        };
        for (int i = 0; i < 100_000; i++) {
            producer.fold(TestEvent.of("request." + i, secondsAgo(5)), byRequest);
        }
        awaitNothingHeld();

        assertThat(producer.stats().acknowledged() + producer.stats().totalDropped())
                .isEqualTo(100_000);
        assertThat(store.events()).isEqualTo(producer.stats().acknowledged());
    }

    /** Logs most groups before Redis is available again; what waits goes on folding. */
    @Test
    void groups_farTooMany_areDroppedWithinTheBufferAndRepeatsFold() {
        store.away(true);
        startSmall();
        long second = secondsAgo(5);
        int early = Faults.times(300_000, 900_000);
        for (int i = 0; i < early; i++) {
            report(producer, TestEvent.of("group " + i, second));
            if (i % 100 == 0) {
                assertThat(producer.stats().bufferedBytes()).isLessThanOrEqualTo(SMALL);
            }
        }
        CentralogStats full = producer.stats();
        assertThat(full.dropped()).isEqualTo(Map.of(DropReason.BUFFER_FULL, early - full.waiting()));
        for (int i = 0; i < 500; i++) {
            report(producer, TestEvent.of("group " + i, second + i % 3));
        }
        assertThat(producer.stats().totalDropped()).isEqualTo(full.totalDropped());
        assertThat(producer.stats().folded()).isEqualTo(500);

        store.away(false);
        for (int i = early; i < early + 100_000; i++) {
            report(producer, TestEvent.of("group " + i, second));
            if (i % 100 == 0) {
                assertThat(producer.stats().bufferedBytes()).isLessThanOrEqualTo(SMALL);
            }
        }
        awaitNothingHeld();
        assertThat(producer.stats().logged()).isEqualTo(early + 100_500);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> store.drops() == producer.stats().totalDropped());
    }

    /** The arguments that are huge, as an enum, since JUnit would print the objects. */
    enum Huge {
        TEXT {
            @Override
            Object argument() {
                return "x".repeat(100 << 20);
            }
        },
        COLLECTION {
            @Override
            Object argument() {
                return Collections.nCopies(1_000_000, "entry");
            }
        },
        MAP {
            @Override
            Object argument() {
                return IntStream.range(0, 200_000).boxed().collect(Collectors.toMap(key -> "key " + key, key -> key));
            }
        },
        NESTING {
            @Override
            Object argument() {
                List<Object> deep = List.of();
                for (int depth = 0; depth < 10_000; depth++) {
                    deep = List.of(deep);
                }
                return deep;
            }
        },
        CIRCLE {
            @Override
            Object argument() {
                Map<String, Object> circle = new HashMap<>();
                circle.put("self", circle);
                return circle;
            }
        },
        CHARACTERS {
            @Override
            Object argument() {
                return new char[20_000_000];
            }
        },
        SAYING_MUCH {
            @Override
            Object argument() {
                return URI.create("y".repeat(10_000_000));
            }
        },
        SAYING_NULL {
            @Override
            Object argument() {
                return new Object() {
                    @Override
                    @SuppressWarnings({"NullAway", "ToStringReturnsNull"}) // what this tests
                    public String toString() {
                        return null;
                    }
                };
            }
        };

        abstract Object argument();
    }

    @ParameterizedTest
    @EnumSource
    void argument_huge_becomesABoundedPayload(Huge kind) {
        Object huge = kind.argument();
        store.away(true);
        Map<String, Object> within = Map.of("value", huge);
        producer.log(LogEvent.builder()
                .time(Instant.ofEpochSecond(secondsAgo(5)))
                .template("took {}")
                .message("took something")
                .arguments(huge, within)
                .build());
        long most = producer.stats().bufferedBytes();
        assertThat(most).isBetween(1L, config().get(Settings.MAX_EVENT_BYTES) + 2000);

        store.away(false);
        awaitNothingHeld();
        assertThat(producer.stats().acknowledged()).isEqualTo(1);
        assertThat(store.calls())
                .flatExtracting(Batch::lines)
                .extracting(line -> (long) line.payload().length)
                .allMatch(bytes -> bytes <= config().get(Settings.MAX_EVENT_BYTES));
    }

    @Test
    void message_ofAHundredMegabytes_becomesABoundedPayload() {
        String huge = "z".repeat(100 << 20);
        report(producer, TestEvent.of(huge, secondsAgo(5)));
        report(producer, TestEvent.of(huge, secondsAgo(5)));
        awaitNothingHeld();

        assertThat(producer.stats().acknowledged()).isEqualTo(2);
        assertThat(store.groups()).hasSize(1);
        assertThat(store.calls())
                .flatExtracting(Batch::lines)
                .extracting(line -> (long) line.payload().length)
                .allMatch(bytes -> bytes <= config().get(Settings.MAX_EVENT_BYTES));
    }

    @Test
    void clock_thatJumpsBackAndAhead_leavesNothingInMemory() {
        SteppedClock clock = new SteppedClock();
        producer.close(LONG);
        producer = new Producer(config(), store, (severity, message, cause) -> {}, clock);
        producer.start();
        long now = secondsAgo(0);
        long[] jumps = {0, -10, -9, 3600, 3601, -3600, 0, 7200, 1};
        for (long jump : jumps) {
            for (int i = 0; i < 100; i++) {
                report(producer, TestEvent.of("group " + i % 10, now + jump));
            }
        }
        producer.log(LogEvent.builder().time(Instant.MAX).template("far").build());
        producer.log(LogEvent.builder().time(Instant.MIN).template("far").build());
        Awaitility.await().atMost(LONG).until(() -> producer.stats().waiting() == 0);
        clock.goOn(Duration.ofSeconds(5)); // the seconds that were running settle
        awaitNothingHeld();

        assertThat(producer.stats().acknowledged()).isEqualTo(100 * jumps.length + 2);
        assertThat(producer.stats().dropped()).isEmpty();
    }
}
