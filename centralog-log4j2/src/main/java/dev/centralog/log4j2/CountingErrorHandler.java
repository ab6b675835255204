// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.Centralog;
import dev.centralog.DropReason;
import org.apache.logging.log4j.core.ErrorHandler;
import org.apache.logging.log4j.core.LogEvent;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events that Log4j2 does not pass to the appender: log calls made while this thread is inside the appender,
 * for example by an argument's {@code toString()}. Log4j2 reports them only as a message to the error handler.
 */
final class CountingErrorHandler implements ErrorHandler {
    /** The beginning of that message in {@code AppenderControl}; a test checks that it still matches. */
    private static final String RECURSIVE_CALL = "Recursive call to appender";

    private final ErrorHandler limited;
    private final CentralogAppender appender;

    CountingErrorHandler(ErrorHandler limited, CentralogAppender appender) {
        this.limited = limited;
        this.appender = appender;
    }

    @Override
    public void error(String message) {
        if (Centralog.isOwn(null, Thread.currentThread().getName())) {
            return; // what the Redis client says while the appender stops is never stored, and no fault
        }
        if (message.startsWith(RECURSIVE_CALL)) {
            appender.drop(DropReason.RECURSION);
        }
        limited.error(message);
    }

    @Override
    public void error(String message, @Nullable Throwable cause) {
        limited.error(message, cause);
    }

    @Override
    public void error(String message, @Nullable LogEvent event, @Nullable Throwable cause) {
        limited.error(message, event, cause);
    }
}
