// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

/** The faults of a schedule. */
enum Fault {
    CUT,
    RECONNECT,
    SILENCE,
    STALL,
    DUPLICATE,
    OUTAGE,
    FULL,
    PRODUCER_DIES,
    GATHERER_DIES,
    SLEEP,
    JUMP,
    CLOCK_OFF,
    TRANSACTION_FAILS,
    MISLED,
    DISK_REFUSES,
    KILLED_AT_DISK,
    CLONED,
    CLOCK_JUMPS,
    BOOK_LOST,
    TRIMMED,
    HALF_OPEN,
    WIPED,
    REWOUND,
    SPLIT,
    JOINED
}
