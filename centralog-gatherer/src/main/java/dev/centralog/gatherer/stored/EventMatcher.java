// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The filters on what a single event of a row has of its own, as the database applies them. */
public final class EventMatcher {
    private EventMatcher() {}

    /**
     * Returns the condition that an event meets.
     *
     * @param kind one of {@link Kind#GREP}, {@link Kind#THREAD} and {@link Kind#MDC}
     */
    public static Predicate<LogEvent> of(Kind kind, String value) {
        return switch (kind) {
            case GREP -> {
                String text = value.toLowerCase(Locale.ROOT);
                yield event -> has(event.message(), text) || has(event.template(), text) || has(event.thrown(), text);
            }
            case THREAD -> event -> value.equals(event.thread().name());
            case MDC ->
                event -> event.mdc().entrySet().stream()
                        .anyMatch(each ->
                                EventFilter.mdc(each.getKey(), each.getValue()).equals(value));
            case LEVEL, LOGGER, APP, ENVIRONMENT, FAMILY, THROWN, GROUP, STATE, HOST, TRACE, RELEASE ->
                throw new IllegalArgumentException(kind.name());
        };
    }

    private static boolean has(@Nullable Thrown thrown, String text) {
        return thrown != null
                && (has(thrown.className(), text)
                        || has(thrown.message(), text)
                        || has(thrown.text(), text)
                        || Stream.concat(Stream.ofNullable(thrown.cause()), thrown.suppressed().stream())
                                .anyMatch(each -> has(each, text)));
    }

    private static boolean has(@Nullable String whole, String text) {
        return whole != null && whole.toLowerCase(Locale.ROOT).contains(text);
    }
}
