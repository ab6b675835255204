// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that keep each core awake and give way to all others, until they are closed or this JVM has ended. Without them, who
 * wakes a sleeping core is charged for that, on a virtual machine above all; so a fleet that does little would seem to cost more
 * for each call than a busy one.
 */
final class AwakeCores implements AutoCloseable {
    private static final String SPIN =
            "while kill -0 $PPID; do i=0; while test $i -lt 100000; do i=$((i + 1)); done; done";

    private final List<Process> spinning = new ArrayList<>();

    /** Starts one for each core. */
    AwakeCores() {
        try {
            for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
                spinning.add(new ProcessBuilder("chrt", "--idle", "0", "sh", "-c", SPIN)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start());
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("cannot start 'chrt', which is in the package util-linux", e);
        }
    }

    List<Process> spinning() {
        return List.copyOf(spinning);
    }

    @Override
    public void close() {
        spinning.forEach(Process::destroy);
    }
}
