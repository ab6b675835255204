// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.simulation.Plan.Loss;
import org.jspecify.annotations.Nullable;

/** A rule of the protocol left out. The simulation must find what each costs: else it would not find it in the real one. */
public enum Mutant {
    /** Redis applies whatever comes. */
    NO_SEQUENCE_CHECK,
    /** Redis takes any number from a producer that it does not know. */
    FIRST_NUMBER_UNCHECKED,
    /** Redis takes a batch though it has not seen the one before. */
    GAP_ACCEPTED,
    /** Redis looks at a window's age before the number. */
    AGE_BEFORE_REPLAY,
    /** Redis remembers the number of a batch that it refuses for its window. */
    REFUSAL_CONSUMES_NUMBER,
    /** Redis forgets the number of a producer within the hour. */
    MARKER_FORGOTTEN,

    /** What was counted meanwhile is added to a batch that is sent again. */
    BATCH_GROWS,
    /** Who gets no answer takes it for a refusal, and sends the batch under another number. */
    LOST_REPLY_IS_REFUSAL,
    /** Who is told of a gap goes on behind it. */
    GAP_IS_SKIPPED,
    /** The producer keeps its id when Redis has lost its number. */
    NO_NEW_ID,
    /** What a wiped Redis had confirmed is sent again as well. */
    REPLAY_TO_ANOTHER_REDIS,
    /** What Redis had confirmed before it went back to an older state is not sent again. */
    NO_REPLAY,

    /** A seal leaves the window in the index. */
    SEAL_KEEPS_INDEX,
    /** All sealings of a window have one name. */
    NO_GENERATION_IN_NAME,
    /** How often a window was sealed is forgotten while late counts may still come. */
    GENERATION_FORGOTTEN(Loss.NOTHING),
    /** How often a window was sealed is forgotten while a later generation is open. */
    GENERATION_FORGOTTEN_WHILE_OPEN(Loss.NOTHING),
    /** Anybody may acknowledge a delivery. */
    NO_FENCE(Loss.WIPED),
    /** A lease is never taken from who held it. */
    LEASE_NEVER_ENDS,

    /** A delivery is acknowledged before it is stored. */
    ACKNOWLEDGED_BEFORE_COMMIT,
    /** A delivery is stored though it is not safe that its seal lasts. */
    STORED_WITHOUT_WAIT(Loss.REWOUND),
    /** A row is known by window and group alone. */
    IDENTITY_WITHOUT_DELIVERY,
    /** A wiped Redis is taken for the one before. */
    IDENTITY_WITHOUT_SOURCE,
    /** What is read is taken for the source's that was looked at, though Redis may have been wiped since. */
    SOURCE_UNCHECKED,
    /** A row that is there already is added to. */
    COUNTS_ADD_UP,
    /** Of two counts of one row the smaller one stays. */
    SMALLER_COUNT_WINS(Loss.REWOUND_WITHOUT_WAIT);

    private final @Nullable Loss bite;

    Mutant() {
        bite = null;
    }

    Mutant(Loss bite) {
        this.bite = bite;
    }

    /** Whether much has to come together for it to matter. */
    boolean needsLong() {
        return this == NO_FENCE;
    }

    /** A plan in which it matters; in others it rarely does. */
    Plan plan(Plan any) {
        return bite == null ? any : any.with(bite);
    }
}
