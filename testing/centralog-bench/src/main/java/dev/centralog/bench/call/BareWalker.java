// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import java.lang.StackWalker.StackFrame;
import java.util.function.Predicate;

/** Finds a caller's class and bytecode index by the shortest possible walk: down to the first frame below the logger's. */
final class BareWalker {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final Class<?> logger;

    BareWalker(Class<?> logger) {
        this.logger = logger;
    }

    /** Returns the caller's class and bytecode index, mixed to one number. */
    int find() {
        return WALKER.walk(frames -> frames.filter(new BelowLogger(logger))
                .findFirst()
                .map(frame -> 31 * frame.getDeclaringClass().hashCode() + frame.getByteCodeIndex())
                .orElseThrow());
    }

    private static final class BelowLogger implements Predicate<StackFrame> {
        private final Class<?> logger;
        private boolean inLogger;

        BelowLogger(Class<?> logger) {
            this.logger = logger;
        }

        @Override
        public boolean test(StackFrame frame) {
            boolean isLogger = frame.getDeclaringClass() == logger;
            inLogger |= isLogger;
            return inLogger && !isLogger;
        }
    }
}
