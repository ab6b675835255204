// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gathered throwable without the classes that were thrown: {@code toString}, stack trace, cause, suppressed ones and
 * circles are the original's, and so {@code printStackTrace} and Log4j2's patterns print the same. Its class is not the
 * original's: that one's name is {@link #originalClassName()}.
 *
 * <p>Thread-safety: immutable.
 */
@SuppressWarnings("OverrideThrowableToString") // toString is what stack traces print: it must name the original's class
public final class RebuiltThrowable extends Throwable {
    private static final long serialVersionUID = 1;

    private final String originalClassName;
    private final String text;
    private @Nullable RebuiltThrowable rebuiltCause;

    private RebuiltThrowable(Thrown data) {
        super(data.message(), null);
        originalClassName = data.className();
        String plain = data.message() == null ? data.className() : data.className() + ": " + data.message();
        text = data.text() == null ? plain : data.text();
        setStackTrace(data.frames().toArray(StackTraceElement[]::new));
    }

    /** The throwable of that data. */
    public static RebuiltThrowable of(Thrown data) {
        return build(data, new ArrayList<>());
    }

    /** Numbers throwables as {@link Thrown} does: when met, causes before suppressed ones. */
    private static RebuiltThrowable build(Thrown data, List<RebuiltThrowable> met) {
        int number = data.reference();
        if (number >= 0 && number < met.size()) {
            return met.get(number);
        }
        RebuiltThrowable rebuilt = new RebuiltThrowable(data);
        met.add(rebuilt);
        if (data.cause() != null) {
            rebuilt.rebuiltCause = build(data.cause(), met);
        }
        for (Thrown each : data.suppressed()) {
            RebuiltThrowable suppressed = build(each, met);
            if (suppressed != rebuilt) { // the JDK forbids it; no real throwable says so
                rebuilt.addSuppressed(suppressed);
            }
        }
        return rebuilt;
    }

    /** The name of the class that was thrown. */
    public String originalClassName() {
        return originalClassName;
    }

    @Override
    public synchronized @Nullable Throwable getCause() {
        return rebuiltCause;
    }

    /** Nothing: the frames are the original's. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    public String toString() {
        return text;
    }
}
