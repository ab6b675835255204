// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.config;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.DropReason;
import dev.centralog.Said;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.Hostile.ThrowingNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marked events with hostile content: it costs the action, and both laws hold. */
class HostileActionTest {
    private final MemoryTransport store = new MemoryTransport();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Producer producer = new Producer(
            config().with(Settings.ACTION_EVENTS, false).with(Settings.MASK, "[0-9]{4}"),
            store,
            Said.messages(said),
            Producers.CLOCK);

    @BeforeEach
    void start() {
        producer.start();
    }

    @AfterEach
    void close() {
        producer.close(Duration.ofSeconds(30));
        Producers.assertLaw(producer, store);
    }

    @Test
    void user_toStringThrows_actionIsRefusedAndEventStored() {
        reportMarked(Map.of("user", new ThrowingNumber(), "action", "buy"));
        reportMarked(Map.of("user", 42, "action", "buy"));

        assertThat(producer.actionStats().logged()).isEqualTo(2);
        assertThat(producer.actionStats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
        assertThat(producer.stats().logged()).isEqualTo(1);
        assertThat(producer.stats().dropped()).isEmpty();
        assertThat(said).containsExactly("an action could not be read and was dropped");
    }

    @Test
    void ids_thatTheMaskFinds_areHidden() {
        reportMarked(Map.of("user", "card 1234", "action", "buy"));
        reportMarked(Map.of("user", "card 5678", "action", "buy"));
        producer.close(Duration.ofSeconds(30));

        assertThat(store.groups()).containsExactly("8:card ***buy");
        assertThat(store.actions()).isEqualTo(2);
    }

    @Test
    void ids_thatAreMissing_areNamedAndTheEventStored() {
        reportMarked(Map.of("user", 42));
        reportMarked(Map.of("action", "buy"));

        assertThat(said).hasSize(2).allMatch(text -> text.contains("'ACTION'"));
        assertThat(said.get(0)).contains("no 'action'");
        assertThat(said.get(1)).contains("no 'user'");
        assertThat(producer.stats().logged()).isEqualTo(2);
        assertThat(producer.actionStats().logged()).isZero();
    }

    /** Tests failures such as a missing library of Centralog, or a caller's stack that is nearly at its end. */
    @Test
    void plainCall_thatFailsInside_isDroppedAndNeverThrown() {
        for (Error failure : List.of(new StackOverflowError(), new NoClassDefFoundError())) {
            AtomicBoolean fails = new AtomicBoolean();
            Producer failing = new Producer(config(), store, Said.messages(said), new Clock() {
                @Override
                public long epochMillis() {
                    if (fails.get()) {
                        throw failure;
                    }
                    return 0;
                }

                @Override
                public long nanos() {
                    return 0;
                }
            });
            fails.set(true);

            failing.count(42, null, 0, "buy");

            assertThat(failing.actionStats().logged()).isEqualTo(1);
            assertThat(failing.actionStats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
        }
        assertThat(said).hasSize(2).allMatch(text -> text.equals("an action could not be read and was dropped"));
    }

    private void reportMarked(Map<String, Object> values) {
        producer.fold(TestEvent.of("marked", secondsAgo(5)), new MarkedView(values));
    }

    /** A view that sees the marker on every event, and those values. */
    private static final class MarkedView extends TestEvent.View {
        private final Map<String, Object> values;

        MarkedView(Map<String, Object> values) {
            this.values = values;
        }

        @Override
        public boolean hasMarker(TestEvent event, String name) {
            return name.equals("ACTION");
        }

        @Override
        public @Nullable Object value(TestEvent event, String key) {
            return values.get(key);
        }
    }
}
