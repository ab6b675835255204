// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.Origin;
import dev.centralog.gather.DropReport;

/** Drop reports that a database refuses, in a form that it takes: what is counted stays. */
final class SanitizedDrop {
    /** The reason of a drop whose own one the database refuses. */
    static final String REFUSED = "refused";

    private SanitizedDrop() {}

    /** With short texts of ASCII only. */
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

    /** Without any text of its producer, under a name that stands in for its own. */
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
