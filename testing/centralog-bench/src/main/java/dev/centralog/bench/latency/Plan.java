// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import java.time.Duration;

/**
 * The length of a measurement.
 *
 * @param warmUp the warm-up of each state, before the first round
 * @param time the time of each state in a round
 */
record Plan(Duration warmUp, int rounds, Duration time) {
    String text() {
        return warmUp + " " + rounds + " " + time;
    }

    static Plan parse(String text) {
        String[] parts = text.split(" ", -1);
        return new Plan(Duration.parse(parts[0]), Integer.parseInt(parts[1]), Duration.parse(parts[2]));
    }
}
