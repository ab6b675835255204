// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.application.Framework;
import java.util.Map;

/**
 * What is measured: a way of one framework, with one of the others set.
 *
 * @param frames of the stack between the thread's start and the statement
 * @param threads that log at once
 * @param repeats events of a group before the next, new one; 0 if all are of one
 * @param thrownFrames of the throwable that each event has; 0 for none
 */
record Subject(Framework framework, AppenderVariant way, int frames, int threads, int repeats, int thrownFrames) {
    static Subject of(Framework framework, AppenderVariant way) {
        return new Subject(framework, way, 0, 1, 0, 0);
    }

    Subject below(int otherFrames) {
        return new Subject(framework, way, otherFrames, threads, repeats, thrownFrames);
    }

    Subject on(int otherThreads) {
        return new Subject(framework, way, frames, otherThreads, repeats, thrownFrames);
    }

    Subject inGroupsOf(int otherRepeats) {
        return new Subject(framework, way, frames, threads, otherRepeats, thrownFrames);
    }

    /** Each event of a new group, with such a throwable. */
    Subject failing(int otherThrownFrames) {
        return new Subject(framework, way, frames, threads, 1, otherThrownFrames);
    }

    Map<String, String> parameters() {
        return Map.of(
                "framework", framework.name(),
                "way", way.name(),
                "frames", Integer.toString(frames),
                "repeats", Integer.toString(repeats),
                "thrownFrames", Integer.toString(thrownFrames));
    }

    String title() {
        String groups = repeats == 0 ? "" : repeats == 1 ? ", all distinct" : String.format(", groups of %,d", repeats);
        return framework.title() + ", " + way.title() + groups + (frames == 0 ? "" : ", depth " + frames)
                + (thrownFrames == 0 ? "" : ", exception of " + thrownFrames + " frames");
    }
}
