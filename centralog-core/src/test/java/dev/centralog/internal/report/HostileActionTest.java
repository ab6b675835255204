// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import static dev.centralog.internal.report.Producers.config;
import static dev.centralog.internal.report.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.DropReason;
import dev.centralog.EventDraft;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.Hostile.ThrowingNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a marked event carries may be hostile: it costs the action, and both laws hold. */
class HostileActionTest {
    private final MemoryStore store = new MemoryStore();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Producer producer = new Producer(
            config().with(Settings.ACTION_EVENTS, false).with(Settings.MASK, "[0-9]{4}"),
            store,
            (severity, message, cause) -> said.add(message),
            Clock.system());

    @BeforeEach
    void start() {
        producer.start();
    }

    @AfterEach
    void close() {
        producer.close(Duration.ofSeconds(30));
        Producers.assertLaw(producer, store);
        assertThat(store.actions()).isEqualTo(producer.actionStats().acknowledged());
    }

    @Test
    void user_toStringThrows_actionIsRefusedAndEventStored() {
        producer.report(new MarkedDraft(Map.of("user", new ThrowingNumber(), "action", "buy")));
        producer.report(new MarkedDraft(Map.of("user", 42, "action", "buy")));

        assertThat(producer.actionStats().logged()).isEqualTo(2);
        assertThat(producer.actionStats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
        assertThat(producer.stats().logged()).isEqualTo(1);
        assertThat(producer.stats().dropped()).isEmpty();
        assertThat(said).containsExactly("an action could not be read and was dropped");
    }

    @Test
    void ids_thatTheMaskFinds_areHidden() {
        producer.report(new MarkedDraft(Map.of("user", "card 1234", "action", "buy")));
        producer.report(new MarkedDraft(Map.of("user", "card 5678", "action", "buy")));
        producer.close(Duration.ofSeconds(30));

        assertThat(store.groups()).containsExactly("8:card ***buy");
        assertThat(store.actions()).isEqualTo(2);
    }

    @Test
    void ids_thatAreMissing_areNamedAndTheEventStored() {
        producer.report(new MarkedDraft(Map.of("user", 42)));
        producer.report(new MarkedDraft(Map.of("action", "buy")));

        assertThat(said).hasSize(2).allMatch(text -> text.contains("'ACTION'"));
        assertThat(said.get(0)).contains("no 'action'");
        assertThat(said.get(1)).contains("no 'user'");
        assertThat(producer.stats().logged()).isEqualTo(2);
        assertThat(producer.actionStats().logged()).isZero();
    }

    /** As where a library of ours is missing, or the caller's stack is nearly at its end. */
    @Test
    void plainCall_thatFailsInside_isDroppedAndNeverThrown() {
        for (Error failure : List.of(new StackOverflowError(), new NoClassDefFoundError())) {
            Producer failing =
                    new Producer(config(), store, (severity, message, cause) -> said.add(message), new Clock() {
                        @Override
                        public long epochMillis() {
                            throw failure;
                        }

                        @Override
                        public long nanos() {
                            return Clock.system().nanos();
                        }
                    });

            failing.count(42, null, 0, "buy");

            assertThat(failing.actionStats().logged()).isEqualTo(1);
            assertThat(failing.actionStats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
        }
        assertThat(said).hasSize(2).allMatch(text -> text.equals("an action could not be read and was dropped"));
    }

    /** An event with the marker, and with those values. */
    private record MarkedDraft(TestDraft plain, Map<String, Object> values) implements EventDraft {
        MarkedDraft(Map<String, Object> values) {
            this(TestDraft.of("marked", secondsAgo(5)), values);
        }

        @Override
        public boolean hasMarker(String name) {
            return name.equals("ACTION");
        }

        @Override
        public @Nullable Object value(String key) {
            return values.get(key);
        }

        @Override
        public long epochSecond() {
            return plain.epochSecond();
        }

        @Override
        public int nanoOfSecond() {
            return plain.nanoOfSecond();
        }

        @Override
        public Level level() {
            return plain.level();
        }

        @Override
        public String logger() {
            return plain.logger();
        }

        @Override
        public String template() {
            return plain.template();
        }

        @Override
        public String message() {
            return plain.message();
        }

        @Override
        public @Nullable String thrownClasses() {
            return plain.thrownClasses();
        }

        @Override
        public @Nullable String fingerprint(String key) {
            return plain.fingerprint(key);
        }

        @Override
        public SourceLocation carriedLocation() {
            return plain.carriedLocation();
        }

        @Override
        public boolean isLoggerFrame(String className) {
            return plain.isLoggerFrame(className);
        }

        @Override
        public void fill(LogEvent.Builder builder) {
            plain.fill(builder);
        }
    }
}
