// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The throwable of a sample, which has no frames of its own. */
final class SampleThrown {
    private SampleThrown() {}

    /**
     * Returns the throwable with the frames of the first event's one of its group; without any for a part of it that is of
     * another class.
     */
    static Thrown withFrames(Thrown own, @Nullable Thrown first) {
        if (first == null || !own.className().equals(first.className())) {
            return own;
        }
        Thrown cause = own.cause() == null ? null : withFrames(own.cause(), first.cause());
        List<Thrown> suppressed = new ArrayList<>();
        for (Thrown each : own.suppressed()) {
            int index = suppressed.size();
            suppressed.add(withFrames(
                    each, index < first.suppressed().size() ? first.suppressed().get(index) : null));
        }
        return new Thrown(
                own.className(),
                own.message(),
                own.text(),
                first.frames(),
                first.framesOmitted(),
                cause,
                suppressed,
                own.reference());
    }
}
