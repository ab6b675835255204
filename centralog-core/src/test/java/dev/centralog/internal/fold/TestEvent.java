// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.EventView;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A framework's event, with an adapter's view of it; tests can choose what else {@code fill} does. */
public record TestEvent(String template, Level level, long epochSecond, Consumer<LogEvent.Builder> filling) {
    public static final EventView<TestEvent> VIEW = new View();

    public static TestEvent of(String template, long epochSecond) {
        return new TestEvent(template, Level.INFO, epochSecond, builder -> {});
    }

    public static TestEvent of(String template, Level level) {
        return new TestEvent(template, level, DrainedFolder.secondsAgo(10), builder -> {});
    }

    public TestEvent filling(Consumer<LogEvent.Builder> otherFilling) {
        return new TestEvent(template, level, epochSecond, otherFilling);
    }

    /** The view of such events, to be extended by tests whose events differ. */
    public static class View implements EventView<TestEvent> {
        @Override
        public long epochSecond(TestEvent event) {
            return event.epochSecond;
        }

        @Override
        public int nanoOfSecond(TestEvent event) {
            return 0;
        }

        @Override
        public Level level(TestEvent event) {
            return event.level;
        }

        @Override
        public String logger(TestEvent event) {
            return "com.example.Shop";
        }

        @Override
        public String template(TestEvent event) {
            return event.template;
        }

        /** Returns true: the templates stand for as many statements, and are no texts of one place. */
        @Override
        public boolean hasArguments(TestEvent event) {
            return true;
        }

        @Override
        public String message(TestEvent event) {
            return event.template;
        }

        @Override
        public @Nullable String thrownClasses(TestEvent event) {
            return null;
        }

        @Override
        public @Nullable String fingerprint(TestEvent event, String key) {
            return null;
        }

        @Override
        public @Nullable SourceLocation carriedLocation(TestEvent event) {
            return new SourceLocation("com.example.Shop", "sell", "Shop.java", 7);
        }

        @Override
        public boolean isLoggerFrame(TestEvent event, String className) {
            return false;
        }

        @Override
        public void fill(TestEvent event, LogEvent.Builder builder) {
            builder.time(Instant.ofEpochSecond(event.epochSecond))
                    .template(event.template)
                    .message(event.template);
            event.filling.accept(builder);
        }
    }
}
