// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event, seen through the view that core uses. */
record Viewed(ILoggingEvent event, LogbackView view) {
    long epochSecond() {
        return view.epochSecond(event);
    }

    int nanoOfSecond() {
        return view.nanoOfSecond(event);
    }

    @Nullable
    String template() {
        return view.template(event);
    }

    boolean hasArguments() {
        return view.hasArguments(event);
    }

    @Nullable
    String message() {
        return view.message(event);
    }

    @Nullable
    String thrownClasses() {
        return view.thrownClasses(event);
    }

    @Nullable
    String fingerprint(String key) {
        return view.fingerprint(event, key);
    }

    boolean hasMarker(String name) {
        return view.hasMarker(event, name);
    }

    @Nullable
    Object value(String key) {
        return view.value(event, key);
    }

    @Nullable
    SourceLocation carriedLocation() {
        return view.carriedLocation(event);
    }

    boolean isLoggerFrame(String className) {
        return view.isLoggerFrame(event, className);
    }

    static Viewed of(ILoggingEvent event) {
        return with(event, new Nesting());
    }

    static Viewed with(ILoggingEvent event, Nesting nesting) {
        return new Viewed(event, new LogbackView(List::of, nesting));
    }

    void fill(LogEvent.Builder builder) {
        view.fill(event, builder);
    }
}
