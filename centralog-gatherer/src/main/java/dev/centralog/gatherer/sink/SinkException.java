// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.CentralogException;
import java.util.Objects;

/** An exception that says that a sink could not store; nothing is lost, because the window is still in Redis. */
public final class SinkException extends CentralogException {
    private static final long serialVersionUID = 1;

    /** The kinds of failures, each with what to do about it. */
    public enum Kind {
        /** A failure that may pass: try again later. */
        AWAY,
        /** A missing right or a wrong password: stop, because somebody must grant the right or correct the setting. */
        REFUSED,
        /** A database or tables that are foreign, broken, or of a newer version: stop, because somebody must look into it. */
        UNUSABLE
    }

    private final Kind kind;
    private final boolean isOfNewerTables;

    public SinkException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind);
        isOfNewerTables = false;
    }

    public SinkException(Kind kind, String message) {
        this(kind, message, false);
    }

    private SinkException(Kind kind, String message, boolean isOfNewerTables) {
        super(message);
        this.kind = Objects.requireNonNull(kind);
        this.isOfNewerTables = isOfNewerTables;
    }

    /** Makes the one for tables that a newer Centralog has made. */
    static SinkException ofNewerTables(String message) {
        return new SinkException(Kind.UNUSABLE, message, true);
    }

    /** Returns whether a newer Centralog has made the tables. */
    public boolean isOfNewerTables() {
        return isOfNewerTables;
    }

    /** Returns the kind of the failure, which says what to do about it. */
    public Kind kind() {
        return kind;
    }
}
