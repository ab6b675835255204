// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.StatusListener;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what was not said just before: both streams are read from the same Redis, and find the same of it.
 *
 * <p>Thread-safety: any thread.
 */
final class DeduplicatingStatus implements StatusListener {
    private final StatusListener listener;
    private final AtomicReference<String> last = new AtomicReference<>("");

    DeduplicatingStatus(StatusListener listener) {
        this.listener = listener;
    }

    @Override
    public void say(Severity severity, String message, @Nullable Throwable cause) {
        if (!last.getAndSet(message).equals(message)) {
            listener.say(severity, message, cause);
        }
    }
}
