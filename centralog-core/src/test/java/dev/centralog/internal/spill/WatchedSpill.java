// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes spills whose writes are told of before they happen, and may be refused. */
public final class WatchedSpill {
    private WatchedSpill() {}

    /** Told of the number of each write, from 1 on. */
    public interface Watch {
        void writes(int number) throws IOException;
    }

    /** Prefix {@code cl}. */
    public static SpillStore open(Path root, SpillListener listener, Watch watch) {
        AtomicInteger writes = new AtomicInteger();
        try {
            return new SpillStore(root.toRealPath(), "cl", 1 << 20, listener, point -> {
                if (point == CrashPoint.BEFORE_WRITE) {
                    watch.writes(writes.incrementAndGet());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
