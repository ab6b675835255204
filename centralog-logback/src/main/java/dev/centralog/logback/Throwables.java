// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts Logback's throwable proxies to data. */
final class Throwables {
    private final List<IThrowableProxy> numbered = new ArrayList<>();

    private Throwables() {}

    /** Returns the data of the throwable itself if the proxy still has it, else the data that the proxy holds. */
    static @Nullable Thrown dataOf(@Nullable IThrowableProxy proxy) {
        if (proxy == null) {
            return null;
        }
        if (proxy instanceof RebuiltThrowable rebuilt) {
            return rebuilt.data();
        }
        return proxy instanceof ThrowableProxy live && live.getThrowable() != null
                ? Thrown.of(live.getThrowable())
                : new Throwables().capture(proxy);
    }

    /** Returns the same data as {@link #dataOf} without frames. */
    static @Nullable Thrown withoutFrames(@Nullable IThrowableProxy proxy) {
        if (proxy instanceof ThrowableProxy live && live.getThrowable() != null) {
            return Thrown.withoutFrames(live.getThrowable());
        }
        Thrown whole = dataOf(proxy);
        return whole == null ? null : whole.withoutFrames();
    }

    /** Returns what {@link Thrown#classChain()} of {@link #dataOf} would return, without building that data. */
    static String classChain(IThrowableProxy proxy) {
        if (proxy instanceof ThrowableProxy live && live.getThrowable() != null) {
            return String.valueOf(Thrown.classChain(live.getThrowable()));
        }
        StringBuilder chain = new StringBuilder(proxy.getClassName());
        IThrowableProxy cause = proxy.getCause();
        for (int depth = 1; cause != null && depth < 16 && !cause.isCyclic(); depth++) {
            chain.append(' ').append(cause.getClassName());
            cause = cause.getCause();
        }
        return chain.toString();
    }

    private Thrown capture(IThrowableProxy proxy) {
        numbered.add(proxy);
        List<StackTraceElement> frames = framesOf(proxy.getStackTraceElementProxyArray());
        Thrown cause = proxy.getCause() == null ? null : visit(proxy.getCause());
        List<Thrown> suppressed = new ArrayList<>();
        if (proxy.getSuppressed() != null) {
            for (IThrowableProxy each : proxy.getSuppressed()) {
                Thrown data = each == null ? null : visit(each);
                if (data != null) {
                    suppressed.add(data);
                }
            }
        }
        return new Thrown(proxy.getClassName(), proxy.getMessage(), textOf(proxy), frames, 0, cause, suppressed, -1);
    }

    /**
     * Returns the frames, reduced to what a printed stack trace shows. Core does that only for a throwable's frames, so
     * they are set on a new throwable.
     */
    private static List<StackTraceElement> framesOf(StackTraceElementProxy @Nullable [] steps) {
        if (steps == null) {
            return List.of();
        }
        Throwable carrier = new Throwable();
        carrier.setStackTrace(Arrays.stream(steps)
                .filter(Objects::nonNull)
                .map(StackTraceElementProxy::getStackTraceElement)
                .filter(Objects::nonNull)
                .toArray(StackTraceElement[]::new));
        return Thrown.of(carrier).frames();
    }

    private @Nullable Thrown visit(IThrowableProxy proxy) {
        if (proxy.isCyclic()) {
            return Thrown.reference(numberOf(proxy));
        }
        return numbered.size() < Thrown.MAX_THROWABLES ? capture(proxy) : null;
    }

    /**
     * Returns the number of the throwable that a cyclic proxy repeats. A proxy without its throwable does not say
     * which, so it is the latest with the same class and message, or else the first of all.
     */
    private int numberOf(IThrowableProxy cyclic) {
        for (int number = numbered.size() - 1; number > 0; number--) {
            IThrowableProxy each = numbered.get(number);
            if (each.getClassName().equals(cyclic.getClassName())
                    && String.valueOf(each.getMessage()).equals(String.valueOf(cyclic.getMessage()))) {
                return number;
            }
        }
        return 0;
    }

    private static @Nullable String textOf(IThrowableProxy proxy) {
        String said = proxy.getOverridingMessage();
        String plain =
                proxy.getMessage() == null ? proxy.getClassName() : proxy.getClassName() + ": " + proxy.getMessage();
        return said == null || said.equals(plain) ? null : said;
    }
}
