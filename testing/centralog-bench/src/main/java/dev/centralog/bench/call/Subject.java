// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.application.Framework;
import java.util.Map;

/**
 * A variant of one framework, with the parameters with which it is measured.
 *
 * @param frames the frames of the stack between the thread's start and the statement
 * @param threads the number of threads that log at once
 * @param repeats the number of events of a group before the next, new group; 0 if all belong to one group
 * @param thrownFrames the frames of the throwable that each event has; 0 for no throwable
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

    /** Returns the same with each event in a new group, and a throwable of that many frames. */
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
