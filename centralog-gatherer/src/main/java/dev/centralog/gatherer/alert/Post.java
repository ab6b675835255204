// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import java.time.Instant;
import java.util.List;

/**
 * A message to the receiver.
 *
 * @param id its id, the same at each attempt
 * @param type one of the constants below
 * @param madeAt when it was made
 * @param alerts the alerts that are told in full
 * @param count the number of all alerts
 */
record Post(String id, String type, Instant madeAt, List<Alert> alerts, int count) {
    static final String ALERT = "alert";
    static final String DIGEST = "digest";
    static final String TEST = "test";

    /** The most alerts that a digest tells in full. */
    static final int MOST_ALERTS = 20;

    Post {
        alerts = List.copyOf(alerts);
    }

    /** Returns the number of alerts that are not told in full. */
    int more() {
        return count - alerts.size();
    }
}
