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
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a marked event carries may be hostile: it costs the action, and both laws hold. */
class HostileActionTest {
    private final MemoryStore store = new MemoryStore();
    private final Producer producer = Producers.start(config().with(Settings.ACTION_EVENTS, false), store);

    @AfterEach
    void close() {
        producer.close(Duration.ofSeconds(30));
        Producers.assertLaw(producer, store);
        assertThat(store.actions()).isEqualTo(producer.actionStats().acknowledged());
    }

    @Test
    void user_toStringThrows_actionIsRefusedAndEventStored() {
        Object hostile = new Number() {
            private static final long serialVersionUID = 1;

            @Override
            public int intValue() {
                return 1;
            }

            @Override
            public long longValue() {
                return 1;
            }

            @Override
            public float floatValue() {
                return 1;
            }

            @Override
            public double doubleValue() {
                return 1;
            }

            @Override
            public String toString() {
                throw new IllegalStateException("hostile");
            }
        };

        producer.report(new MarkedDraft(Map.of("user", hostile, "action", "buy")));
        producer.report(new MarkedDraft(Map.of("user", 42, "action", "buy")));

        assertThat(producer.actionStats().logged()).isEqualTo(2);
        assertThat(producer.actionStats().dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
        assertThat(producer.stats().logged()).isEqualTo(1);
        assertThat(producer.stats().dropped()).isEmpty();
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
