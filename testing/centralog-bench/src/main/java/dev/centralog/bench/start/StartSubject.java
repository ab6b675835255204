// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.start;

import dev.centralog.bench.application.NamedAppender;

/** The appender of the application. */
enum StartSubject {
    NO_OP("no-op") {
        @Override
        NamedAppender appender(String redisUri, String nowhereUri) {
            return NamedAppender.noOp(APPENDER);
        }
    },
    /**
     * Centralog's appender with more time to stop: on a machine that is busy with starts, the client may need longer to
     * connect than a stop waits by default.
     */
    REDIS("Centralog") {
        @Override
        NamedAppender appender(String redisUri, String nowhereUri) {
            return NamedAppender.centralog(APPENDER, redisUri).with("shutdownTimeout", "2m");
        }
    },
    NO_REDIS("Centralog, no Redis") {
        @Override
        NamedAppender appender(String redisUri, String nowhereUri) {
            return NamedAppender.centralog(APPENDER, nowhereUri);
        }
    };

    /** The name of the appender, and of its logger. */
    static final String APPENDER = "starting";

    private final String title;

    StartSubject(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract NamedAppender appender(String redisUri, String nowhereUri);
}
