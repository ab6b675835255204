// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gathered throwable that works without the original's class. Its {@code toString}, stack trace, cause, suppressed
 * throwables and circular references are the original's, so {@code printStackTrace} and Log4j2's patterns print the
 * same text. Its class is this one; {@link #originalClassName()} returns the name of the original's.
 *
 * <p>Thread-safety: immutable.
 */
@SuppressWarnings("OverrideThrowableToString") // stack traces print toString, so it must name the original's class
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

    /** Returns the throwable that the data describes. */
    public static RebuiltThrowable of(Thrown data) {
        return build(data, new ArrayList<>());
    }

    /**
     * Builds a throwable and numbers it as {@link Thrown} does: in the order of the visit, causes before suppressed
     * throwables.
     */
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
            if (suppressed != rebuilt) { // the JDK forbids it, and no real throwable suppresses itself
                rebuilt.addSuppressed(suppressed);
            }
        }
        return rebuilt;
    }

    /** Returns the name of the class that was thrown. */
    public String originalClassName() {
        return originalClassName;
    }

    @Override
    public synchronized @Nullable Throwable getCause() {
        return rebuiltCause;
    }

    /** Returns this throwable unchanged, because the frames are the original's. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    public String toString() {
        return text;
    }
}
