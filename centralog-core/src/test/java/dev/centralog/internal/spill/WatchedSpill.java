// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The maker of spills whose writes are reported before they happen, and may be refused. */
public final class WatchedSpill {
    private WatchedSpill() {}

    /** The receiver of each write's number, from 1 on; it refuses the write by throwing. */
    public interface Watch {
        void writes(int number) throws IOException;
    }

    /** Opens a spill with the prefix {@code cl}. */
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
