// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.text.Times;
import java.time.ZoneId;
import java.time.ZoneOffset;
import picocli.CommandLine.Option;

/** The option that says in which zone times are given and shown. */
final class ZoneOption {
    @Option(names = "--local-time", description = "Times are given and shown in the zone of this machine, not in UTC.")
    private boolean localTime;

    /** Returns the zone in which times are given and shown. */
    ZoneId zone() {
        return localTime ? ZoneId.systemDefault() : ZoneOffset.UTC;
    }

    /** Returns the form in which times are shown. */
    Times times() {
        return new Times(zone());
    }
}
