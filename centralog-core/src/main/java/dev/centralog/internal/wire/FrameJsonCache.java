// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A cache of stack frames as JSON, since an application throws from the same places again and again.
 *
 * <p>A frame's hash selects the only place where it can be kept, and a new frame replaces the one there. So nothing
 * has to be removed, and nobody can make many frames collide in a chain. Memory: {@value #PLACES} frames of at most
 * {@value #LONGEST_JSON} bytes each, usually a quarter of a megabyte, at most two. A frame holds texts and, once the
 * JVM has handed it over, no class, so it keeps no class loader alive.
 *
 * <p>Thread-safety: any thread; never blocks.
 */
final class FrameJsonCache {
    static final int PLACES = 1024;
    static final int LONGEST_JSON = 512;

    private final AtomicReferenceArray<@Nullable Kept> places = new AtomicReferenceArray<>(PLACES);

    /** A frame, and its JSON for the case that the frame before it is of the same class, or of another one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Kept(StackTraceElement frame, boolean sameClass, byte[] json) {
        boolean is(StackTraceElement other, boolean inSameClass) {
            return sameClass == inSameClass && frame.equals(other);
        }
    }

    /** Returns the JSON that {@link FrameEncoder#write} writes for the frame; not to be changed. */
    byte[] json(StackTraceElement frame, boolean sameClass) {
        int place = place(frame, sameClass);
        Kept kept = places.getAcquire(place);
        if (kept != null && kept.is(frame, sameClass)) {
            return kept.json;
        }
        JsonOutput output = new JsonOutput();
        FrameEncoder.write(output, frame, sameClass);
        byte[] json = output.bytes();
        if (json.length <= LONGEST_JSON) {
            places.setRelease(place, new Kept(frame, sameClass, json));
        }
        return json;
    }

    /** Returns the number of frames that are kept; for tests. */
    int size() {
        int size = 0;
        for (int place = 0; place < PLACES; place++) {
            size += places.getAcquire(place) == null ? 0 : 1;
        }
        return size;
    }

    /** Returns the place of a frame, computed from texts that cache their hash codes. */
    private static int place(StackTraceElement frame, boolean sameClass) {
        int hash = 31 * frame.getClassName().hashCode() + frame.getMethodName().hashCode();
        int mixed = (31 * hash + 2 * frame.getLineNumber() + (sameClass ? 1 : 0)) * 0x9E3779B9;
        return mixed >>> Integer.numberOfLeadingZeros(PLACES - 1);
    }
}
