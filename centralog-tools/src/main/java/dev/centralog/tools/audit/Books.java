// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import dev.centralog.tools.audit.LedgerFile.Run;
import dev.centralog.tools.audit.Numbering.Kind;

/** The books of events and of actions; what a ledger contains is entered into one or the other. */
record Books(Book events, Book actions) {
    /**
     * Enters the calls that have returned, and those that may have been under way.
     *
     * @param toleranceSeconds how much earlier or later than its second a call may be counted
     */
    void enter(LedgerFile ledger, int toleranceSeconds) {
        for (Run run : ledger.runs()) {
            long from = run.second() - toleranceSeconds;
            long to = run.second() + run.seconds() + toleranceSeconds;
            for (long call = run.first(); call < run.first() + run.count(); call++) {
                enter(ledger.numbering(), ledger.number(run.thread(), call), from, to);
            }
        }
        for (long number : ledger.underWay()) {
            Numbering numbering = ledger.numbering();
            (numbering.kind(number) == Kind.ACTION ? actions : events).underWay(numbering.name(number));
        }
    }

    private void enter(Numbering numbering, long number, long from, long to) {
        if (numbering.kind(number) == Kind.ACTION) {
            int length = numbering.sliceSeconds();
            actions.logged(numbering.name(number), Math.floorDiv(from, length), Math.floorDiv(to, length), 1);
        } else {
            events.logged(numbering.name(number), from, to, 1);
        }
    }
}
