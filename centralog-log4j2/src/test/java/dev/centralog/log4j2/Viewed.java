// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.SourceLocation;
import org.apache.logging.log4j.core.LogEvent;
import org.jspecify.annotations.Nullable;

/** An event, seen through the view that core uses. */
record Viewed(LogEvent event) {
    long epochSecond() {
        return Log4j2View.INSTANCE.epochSecond(event);
    }

    int nanoOfSecond() {
        return Log4j2View.INSTANCE.nanoOfSecond(event);
    }

    @Nullable
    String template() {
        return Log4j2View.INSTANCE.template(event);
    }

    boolean hasArguments() {
        return Log4j2View.INSTANCE.hasArguments(event);
    }

    @Nullable
    String message() {
        return Log4j2View.INSTANCE.message(event);
    }

    @Nullable
    String thrownClasses() {
        return Log4j2View.INSTANCE.thrownClasses(event);
    }

    @Nullable
    String fingerprint(String key) {
        return Log4j2View.INSTANCE.fingerprint(event, key);
    }

    boolean hasMarker(String name) {
        return Log4j2View.INSTANCE.hasMarker(event, name);
    }

    @Nullable
    Object value(String key) {
        return Log4j2View.INSTANCE.value(event, key);
    }

    @Nullable
    SourceLocation carriedLocation() {
        return Log4j2View.INSTANCE.carriedLocation(event);
    }

    boolean isLoggerFrame(String className) {
        return Log4j2View.INSTANCE.isLoggerFrame(event, className);
    }

    void fill(dev.centralog.LogEvent.Builder builder) {
        Log4j2View.INSTANCE.fill(event, builder);
    }
}
