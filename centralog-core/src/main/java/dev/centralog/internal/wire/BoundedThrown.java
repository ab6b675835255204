// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The truncation of a tree of throwables. It keeps the innermost frames, and the throwables with the smallest
 * numbers, so that references to those that are kept remain right.
 */
final class BoundedThrown {
    private final EventLimits bounds;
    private final EventTruncator names;
    private int met;

    BoundedThrown(EventLimits bounds, EventTruncator names) {
        this.bounds = bounds;
        this.names = names;
    }

    @Nullable
    Thrown apply(Thrown thrown) {
        return visit(thrown);
    }

    private @Nullable Thrown visit(Thrown thrown) {
        if (thrown.reference() >= 0) {
            return thrown.reference() < bounds.maxThrowables() ? Thrown.reference(thrown.reference()) : null;
        }
        if (met >= bounds.maxThrowables()) {
            names.cut("throwables", met + 1L);
            return null;
        }
        met++;
        List<StackTraceElement> frames = frames(thrown.frames());
        Thrown cause = thrown.cause() == null ? null : visit(thrown.cause());
        List<Thrown> suppressed = new ArrayList<>();
        for (Thrown each : thrown.suppressed()) {
            Thrown bounded = visit(each);
            if (bounded != null) {
                suppressed.add(bounded);
            }
        }
        return new Thrown(
                names.name("thrown.class", thrown.className()),
                names.message("thrown.message", thrown.message()),
                names.message("thrown.text", thrown.text()),
                frames,
                thrown.framesOmitted() + thrown.frames().size() - frames.size(),
                cause,
                suppressed,
                -1);
    }

    private List<StackTraceElement> frames(List<StackTraceElement> frames) {
        List<StackTraceElement> kept = frames;
        if (frames.size() > bounds.maxFrames()) {
            names.cut("frames", frames.size());
            kept = frames.subList(0, bounds.maxFrames());
        }
        for (int index = 0; index < kept.size(); index++) {
            if (!names.fits(kept.get(index))) {
                return kept.stream().map(names::frame).toList();
            }
        }
        return kept; // the usual case, which needs no copy
    }
}
