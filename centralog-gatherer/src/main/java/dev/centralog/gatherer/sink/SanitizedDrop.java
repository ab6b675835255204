// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.Origin;
import dev.centralog.gather.DropReport;

/** The conversion of drop reports that a database refuses into a form that it accepts; the count stays. */
final class SanitizedDrop {
    /** The reason that replaces one that the database refuses. */
    static final String REFUSED = "refused";

    private SanitizedDrop() {}

    /** Returns the report with short texts, in ASCII only. */
    static DropReport plain(DropReport drop) {
        Origin origin = drop.origin();
        return new DropReport(
                drop.windowStart(),
                drop.groupId(),
                drop.delivery(),
                drop.stream(),
                drop.count(),
                SanitizedDeadLetter.ascii(drop.reason()),
                new Origin(
                        SanitizedDeadLetter.ascii(origin.app()),
                        SanitizedDeadLetter.ascii(origin.environment()),
                        SanitizedDeadLetter.ascii(origin.host()),
                        origin.pid()));
    }

    /** Returns the report without any text of its producer, under a placeholder name. */
    static DropReport bare(DropReport drop) {
        return new DropReport(
                drop.windowStart(),
                PlaceholderName.of(drop.groupId()),
                drop.delivery(),
                drop.stream(),
                drop.count(),
                REFUSED,
                new Origin("", "", "", drop.origin().pid()));
    }
}
