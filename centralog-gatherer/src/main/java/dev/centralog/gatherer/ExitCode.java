// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogException;
import dev.centralog.ConfigException;
import dev.centralog.RedisRefusedException;
import dev.centralog.gatherer.sink.SinkException;

/** The exit codes of the process; the numbers are those of sysexits.h, and docs/commands.md has a table. */
enum ExitCode {
    OK(0),
    USAGE(64),
    UNUSABLE_DATABASE(65),
    UNAVAILABLE(69),
    INTERNAL(70),
    NOT_FINISHED(75),
    REFUSED(77),
    CONFIG(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(Throwable wrong) {
        if (wrong instanceof ConfigException) {
            return CONFIG;
        }
        if (wrong instanceof SinkException sink) {
            return switch (sink.kind()) {
                case AWAY -> UNAVAILABLE;
                case REFUSED -> REFUSED;
                case UNUSABLE -> UNUSABLE_DATABASE;
            };
        }
        if (wrong instanceof RedisRefusedException) {
            return REFUSED;
        }
        return wrong instanceof CentralogException ? UNAVAILABLE : INTERNAL;
    }
}
