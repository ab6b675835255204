// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.CentralogException;
import java.util.Objects;

/** A sink that could not store; nothing is lost, the window is still in Redis. */
public final class SinkException extends CentralogException {
    private static final long serialVersionUID = 1;

    /** What to do about it. */
    public enum Kind {
        /** It may pass: try again later. */
        AWAY,
        /** The database does not let us: stop, somebody must grant it. */
        REFUSED,
        /** What is there is not ours, broken, or of a newer version: stop, somebody must look. */
        UNUSABLE
    }

    private final Kind kind;

    public SinkException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind);
    }

    public SinkException(Kind kind, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind);
    }

    /** What to do about it. */
    public Kind kind() {
        return kind;
    }
}
