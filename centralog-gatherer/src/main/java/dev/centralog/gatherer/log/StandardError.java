// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The capture of what anything in this process prints to {@link System#err}, and of what ends a thread, so that the daemon's log
 * is all there is on standard error. The JVM itself, and native code, do not print by way of Java: their lines are not caught.
 *
 * <p>Thread-safety: open and close it with one thread; any thread may print.
 */
public final class StandardError implements AutoCloseable {
    private final PrintStream before = System.err;
    private final @Nullable UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
    private final PrintStream lines;

    private StandardError(Consumer<String> onLine, BiConsumer<Thread, Throwable> onEnd) {
        lines = new PrintStream(new Lines(onLine), true, StandardCharsets.UTF_8);
        System.setErr(lines);
        Thread.setDefaultUncaughtExceptionHandler(onEnd::accept);
    }

    /**
     * Captures all until it is closed.
     *
     * @param onLine is given each line, without its end
     * @param onEnd is given a thread, and the throwable that has ended it
     */
    public static StandardError capture(Consumer<String> onLine, BiConsumer<Thread, Throwable> onEnd) {
        return new StandardError(onLine, onEnd);
    }

    @Override
    public void close() {
        System.setErr(before);
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        lines.close();
    }

    private static final class Lines extends OutputStream {
        /** Longer lines are cut into several: whoever prints no line feeds must not fill the memory. */
        private static final int MAX_BYTES = 1 << 20;

        private final Consumer<String> onLine;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(Consumer<String> onLine) {
            this.onLine = onLine;
        }

        @Override
        public synchronized void write(int octet) {
            if (octet == '\n' || line.size() == MAX_BYTES) {
                end();
            }
            if (octet != '\n') {
                line.write(octet);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }

        private void end() {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            onLine.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }

        @Override
        public synchronized void close() {
            if (line.size() > 0) {
                end();
            }
        }
    }
}
