// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A throwable of a gathered event, for Logback's layouts. It needs no class of the original throwables. */
final class RebuiltThrowable implements IThrowableProxy {
    private final Thrown data;
    private final Thrown named;
    private final StackTraceElementProxy[] steps;
    private final int commonFrames;
    private final @Nullable RebuiltThrowable cause;
    private final RebuiltThrowable[] suppressed;

    RebuiltThrowable(Thrown data) {
        this(data, List.of(), new ArrayList<>());
    }

    private RebuiltThrowable(Thrown data, List<StackTraceElement> framesAround, List<Thrown> numbered) {
        boolean cyclic = data.reference() >= 0;
        this.data = data;
        this.named = cyclic && data.reference() < numbered.size() ? numbered.get(data.reference()) : data;
        if (!cyclic) {
            numbered.add(data);
        }
        this.steps = OmittedFrames.steps(data.frames(), data.framesOmitted());
        // If outer frames were cut off, the outer ends can't be compared.
        this.commonFrames = data.framesOmitted() > 0 ? 0 : commonFrames(data.frames(), framesAround);
        List<StackTraceElement> framesHere = data.framesOmitted() > 0 ? List.of() : data.frames();
        this.cause = data.cause() == null ? null : new RebuiltThrowable(data.cause(), framesHere, numbered);
        this.suppressed = data.suppressed().stream()
                .map(each -> new RebuiltThrowable(each, framesHere, numbered))
                .toArray(RebuiltThrowable[]::new);
    }

    private static int commonFrames(List<StackTraceElement> frames, List<StackTraceElement> framesAround) {
        int common = 0;
        while (common < Math.min(frames.size(), framesAround.size())
                && frames.get(frames.size() - 1 - common).equals(framesAround.get(framesAround.size() - 1 - common))) {
            common++;
        }
        return common;
    }

    Thrown data() {
        return data;
    }

    @Override
    public @Nullable String getMessage() {
        return named.message();
    }

    /**
     * Returns the first line if it differs from Logback's default, else null. The default is {@code class: message}
     * even without a message.
     */
    @Override
    public @Nullable String getOverridingMessage() {
        if (isCyclic() || named.text() != null) {
            return isCyclic() ? null : named.text();
        }
        return named.message() == null ? named.className() : null;
    }

    @Override
    public String getClassName() {
        return named.className();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return steps;
    }

    @Override
    public int getCommonFrames() {
        return commonFrames;
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return cause;
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return suppressed;
    }

    @Override
    public boolean isCyclic() {
        return data.reference() >= 0;
    }
}
