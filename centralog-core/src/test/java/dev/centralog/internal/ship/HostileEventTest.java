// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.internal.fold.TestEvent;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile events: whatever they do, the calling thread gets no exception and the count is right. */
class HostileEventTest {
    private final MemoryTransport store = new MemoryTransport();
    private final Producer producer = Producers.start(config(), store);

    @AfterEach
    void close() {
        producer.close(Duration.ofSeconds(30));
        Producers.assertLaw(producer, store);
    }

    private static TestEvent filling(String template, Consumer<LogEvent.Builder> filling) {
        return TestEvent.of(template, secondsAgo(5)).filling(filling);
    }

    @Test
    void fill_throws_isCountedAsUnreadable() {
        for (int i = 0; i < 10; i++) {
            report(producer, filling("hostile", builder -> {
                throw new IllegalStateException("hostile");
            }));
        }
        report(producer, TestEvent.of("fine", secondsAgo(5)));

        assertThat(producer.stats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 10L));
    }

    @Test
    void fill_recursesForEver_isCountedAsUnreadable() {
        report(producer, filling("hostile", HostileEventTest::recurse));

        assertThat(producer.stats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
    }

    /** Returns what is thrown: a {@code toString()} may fail an assertion, be out of memory, or know no checked exceptions. */
    static List<Throwable> thrown() {
        return List.of(
                new AssertionError("hostile"),
                new InternalError("as when memory is out"),
                new IOException("hostile"),
                new LinkageError("hostile"),
                new Error("hostile"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void fill_throwsAnything_isCountedAsUnreadable(Throwable hostile) {
        report(producer, filling("hostile", builder -> sneak(hostile)));
        report(producer, TestEvent.of("fine", secondsAgo(5)));

        assertThat(producer.stats().logged()).isEqualTo(2);
        assertThat(producer.stats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void view_throwsAnythingWhereverItIsAsked_isCountedAsUnreadable(Throwable hostile) {
        EventView<TestEvent> whole = new TestEvent.View();
        List<String> asked = new ArrayList<>();
        for (String method :
                List.of("epochSecond", "level", "logger", "template", "thrownClasses", "origin", "refusal")) {
            producer.fold(TestEvent.of("hostile", secondsAgo(5)), failing(whole, method, hostile, asked));
        }

        assertThat(asked).hasSize(7);
        assertThat(producer.stats().logged()).isEqualTo(7);
        assertThat(producer.stats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 7L));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void marker_throwsAnything_costsTheActionAlone(Throwable hostile) {
        List<String> asked = new ArrayList<>();
        producer.fold(TestEvent.of("fine", secondsAgo(5)), failing(new TestEvent.View(), "hasMarker", hostile, asked));

        assertThat(asked).hasSize(1);
        assertThat(producer.stats().dropped()).isEmpty();
        assertThat(producer.actionStats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
    }

    /** Tests an adapter that hands on something that is not an event. */
    @ParameterizedTest
    @MethodSource("thrown")
    void event_thatCanNotBeReadAtAll_isOneDrop(Throwable hostile) {
        EventView<TestEvent> everywhere = failing(new TestEvent.View(), "", hostile, new ArrayList<>());

        producer.fold(TestEvent.of("hostile", secondsAgo(5)), everywhere);

        assertThat(producer.stats().logged()).isEqualTo(1);
        assertThat(producer.stats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
        assertThat(producer.actionStats().logged()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // what this tests
    void null_isOneDrop() {
        producer.log(null);

        assertThat(producer.stats().logged()).isEqualTo(1);
        assertThat(producer.stats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
        assertThat(producer.actionStats().logged()).isZero();

        producer.count(() -> null);

        assertThat(producer.stats().logged()).isEqualTo(1);
        assertThat(producer.actionStats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
    }

    /** Returns a view that fails when that method is called; with an empty name, at each. */
    @SuppressWarnings("unchecked")
    private static EventView<TestEvent> failing(
            EventView<TestEvent> whole, String method, Throwable hostile, List<String> asked) {
        return (EventView<TestEvent>) Proxy.newProxyInstance(
                HostileEventTest.class.getClassLoader(),
                new Class<?>[] {EventView.class},
                (proxy, called, arguments) -> {
                    if (method.isEmpty() || called.getName().equals(method)) {
                        asked.add(method);
                        sneak(hostile);
                    }
                    return called.invoke(whole, arguments);
                });
    }

    /** Throws it, whatever it is, as Kotlin does. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable hostile) throws T {
        throw (T) hostile;
    }

    @SuppressWarnings("InfiniteRecursion") // what this tests
    private static void recurse(LogEvent.Builder builder) {
        builder.message("deeper");
        recurse(builder);
        builder.message("never reached");
    }

    @Test
    void level_null_harmsNothing() {
        report(producer, new TestEvent("hostile", nullLevel(), secondsAgo(5), builder -> {}));
        report(producer, TestEvent.of("fine", secondsAgo(5)));

        assertThat(producer.stats().logged()).isEqualTo(2);
    }

    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // an adapter that breaks its contract
    private static Level nullLevel() {
        return null;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fill_logsItself_bothAreCounted(boolean sameGroup) {
        TestEvent inner = TestEvent.of(sameGroup ? "outer" : "inner", secondsAgo(5));

        report(producer, filling("outer", builder -> report(producer, inner)));

        assertThat(producer.stats().logged()).isEqualTo(2);
        assertThat(producer.stats().dropped()).isEmpty();
    }

    @Test
    void argument_toStringThrows_restOfTheEventIsKept() {
        report(
                producer,
                filling(
                        "hostile",
                        builder -> builder.arguments(new Object() {
                            @Override
                            public String toString() {
                                throw new IllegalStateException("hostile");
                            }
                        })));

        assertThat(producer.stats().dropped()).isEmpty();
    }
}
