// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.List;

/** The last line of a stack trace whose outer frames were cut off by the limit on frames; it prints their number. */
final class OmittedFrames extends StackTraceElementProxy {
    private static final long serialVersionUID = 1;

    private final int count;

    private OmittedFrames(int count) {
        super(new StackTraceElement("…", "…", null, -1));
        this.count = count;
    }

    static StackTraceElementProxy[] steps(List<StackTraceElement> frames, int omitted) {
        StackTraceElementProxy[] steps = new StackTraceElementProxy[frames.size() + (omitted > 0 ? 1 : 0)];
        for (int index = 0; index < frames.size(); index++) {
            steps[index] = new StackTraceElementProxy(frames.get(index));
        }
        if (omitted > 0) {
            steps[frames.size()] = new OmittedFrames(omitted);
        }
        return steps;
    }

    @Override
    public String getSTEAsString() {
        return "... " + count + " frames not kept";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OmittedFrames that && that.count == count;
    }

    @Override
    public int hashCode() {
        return count;
    }
}
