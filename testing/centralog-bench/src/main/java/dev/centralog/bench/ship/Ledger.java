// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static dev.centralog.bench.report.Markdown.number;

/**
 * The law, for one run: what was logged is acknowledged or dropped, and what is acknowledged is in Redis.
 *
 * @param what the name of the run
 * @param stored the events in Redis
 */
record Ledger(String what, long logged, long acknowledged, long dropped, long stored) {
    /** Returns a line that ends in OK if the law holds. */
    String line() {
        return what + ": " + number(logged) + " logged = " + number(acknowledged) + " acknowledged + " + number(dropped)
                + " dropped; " + number(stored) + " in Redis: " + verdict();
    }

    private String verdict() {
        if (logged != acknowledged + dropped) {
            return number(logged - acknowledged - dropped) + " are not accounted for";
        }
        return stored == acknowledged ? "OK" : number(acknowledged - stored) + " are not in Redis";
    }
}
