// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static dev.centralog.bench.report.Markdown.number;

/**
 * The law, of one run: what was logged is acknowledged or dropped, and what is acknowledged stands in Redis.
 *
 * @param what ran
 * @param stored what stands in Redis
 */
record Ledger(String what, long logged, long acknowledged, long dropped, long stored) {
    /** Ends in OK if it holds. */
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
