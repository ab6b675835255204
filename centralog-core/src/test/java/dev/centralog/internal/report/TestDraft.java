// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.EventDraft;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A draft as an adapter would make it; what {@code fill} does besides can be chosen. */
record TestDraft(String template, Level level, long epochSecond, Consumer<LogEvent.Builder> filling)
        implements EventDraft {
    static TestDraft of(String template, long epochSecond) {
        return new TestDraft(template, Level.INFO, epochSecond, builder -> {});
    }

    static TestDraft of(String template, Level level) {
        return new TestDraft(template, level, Producers.secondsAgo(10), builder -> {});
    }

    TestDraft filling(Consumer<LogEvent.Builder> otherFilling) {
        return new TestDraft(template, level, epochSecond, otherFilling);
    }

    @Override
    public int nanoOfSecond() {
        return 0;
    }

    @Override
    public String logger() {
        return "com.example.Shop";
    }

    @Override
    public String message() {
        return template;
    }

    @Override
    public @Nullable String thrownClasses() {
        return null;
    }

    @Override
    public @Nullable String fingerprint(String key) {
        return null;
    }

    @Override
    public SourceLocation carriedLocation() {
        return new SourceLocation("com.example.Shop", "sell", "Shop.java", 7);
    }

    @Override
    public boolean isLoggerFrame(String className) {
        return false;
    }

    @Override
    public void fill(LogEvent.Builder builder) {
        builder.time(Instant.ofEpochSecond(epochSecond)).template(template).message(template);
        filling.accept(builder);
    }
}
