// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.redis.ModelRedis.Flaw;
import dev.centralog.simulation.Plan.Loss;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the protocol that is left out. The simulation must notice each one; otherwise it would not notice the same
 * fault in the real protocol.
 */
public enum Mutant {
    NO_SEQUENCE_CHECK(Flaw.NO_SEQUENCE_CHECK),
    FIRST_NUMBER_UNCHECKED(Flaw.FIRST_NUMBER_UNCHECKED),
    GAP_ACCEPTED(Flaw.GAP_ACCEPTED),
    AGE_BEFORE_REPLAY(Flaw.AGE_BEFORE_REPLAY),
    REFUSAL_CONSUMES_NUMBER(Flaw.REFUSAL_CONSUMES_NUMBER),
    NO_TOKEN_CHECK(Flaw.NO_TOKEN_CHECK),
    ONE_TOKEN_ONLY(Flaw.ONE_TOKEN_ONLY),
    RETIRED_STILL_APPLIES(Flaw.RETIRED_STILL_APPLIES),
    SEEN_NOT_COMPARED(Flaw.SEEN_NOT_COMPARED),
    TRIM_UNNOTED(Flaw.TRIM_UNNOTED),
    REDIS_ID_NOT_COMPARED(Flaw.REDIS_ID_NOT_COMPARED),

    /** A batch that is sent again also contains what was counted since then. */
    BATCH_GROWS(false),
    /** A missing reply is taken for a refusal, and the batch is sent under another number. */
    LOST_REPLY_IS_REFUSAL,
    /** A producer continues after a gap as if nothing were missing. */
    GAP_IS_SKIPPED,
    /** Batches that a wiped Redis had confirmed are sent again as well. */
    REPLAY_TO_ANOTHER_REDIS,
    /** Batches that Redis had confirmed before it went back to an older state are not sent again. */
    NO_REPLAY,

    /** Records that were read back from disk are removed from it at once, not when they are confirmed. */
    TAKEN_OFF_DISK_UNCONFIRMED(true),
    /** Batches move to another id though requests under way may still be applied under the old one. */
    MOVED_UNRETIRED(true),
    /** A new id is not written to disk, so the next process goes on under the previous one. */
    NEW_ID_NOT_ON_DISK(true),

    /** Counts from before Redis had told its time stay in windows by the host's clock. */
    FIRST_WINDOWS_KEPT,
    /** Counts that were written to disk before Redis had told its time stay in windows by the host's clock. */
    FIRST_WINDOWS_KEPT_ON_DISK(true),

    SEAL_KEEPS_INDEX(Flaw.SEAL_KEEPS_INDEX),
    NO_GENERATION_IN_NAME(Flaw.NO_GENERATION_IN_NAME),
    GENERATION_FORGOTTEN(Flaw.GENERATION_FORGOTTEN, Loss.NOTHING),
    GENERATION_FORGOTTEN_WHILE_OPEN(Flaw.GENERATION_FORGOTTEN_WHILE_OPEN, Loss.NOTHING),
    NO_FENCE(Flaw.NO_FENCE, Loss.REWOUND_WITHOUT_WAIT),
    LEASE_NEVER_ENDS(Flaw.LEASE_NEVER_ENDS),
    FUTURE_NEVER_DUE(Flaw.FUTURE_NEVER_DUE),
    SEAL_IGNORES_REDIS_ID(Flaw.SEAL_IGNORES_REDIS_ID),
    SEALED_WITHOUT_REDIS_ID(Flaw.SEALED_WITHOUT_REDIS_ID),

    REPLICA_ANSWERS(Flaw.REPLICA_ANSWERS, Loss.REWOUND),

    /** A delivery is acknowledged before it is stored. */
    ACKNOWLEDGED_BEFORE_COMMIT,
    /** A delivery is stored though its seal may not be durable. */
    STORED_WITHOUT_WAIT(Loss.REWOUND),
    /** The key of a row has only the window and the group. */
    IDENTITY_WITHOUT_DELIVERY,
    /** A wiped Redis is taken for the same Redis as before. */
    IDENTITY_WITHOUT_SOURCE,
    /** The count is added to a row that already exists. */
    COUNTS_ADD_UP,
    /** The smaller of two counts of one row stays. */
    SMALLER_COUNT_WINS(Loss.REWOUND_WITHOUT_WAIT),

    /** Counts of all processes are folded, so that two primaries have one common count of a group. */
    PROCESSES_FOLDED,
    /** The counts of two primaries for one row are kept as two rows. */
    IDENTITY_WITH_SERVER,
    /** The first of two counts of one row stays. */
    FIRST_COUNT_WINS,
    /** The last of two counts of one row stays. */
    LAST_COUNT_WINS;

    private final @Nullable Flaw flaw;
    private final @Nullable Loss bite;
    private final @Nullable Boolean hasDisk;

    Mutant() {
        this(null, null, null);
    }

    Mutant(boolean hasDisk) {
        this(null, null, hasDisk);
    }

    Mutant(Loss bite) {
        this(null, bite, null);
    }

    Mutant(Flaw flaw) {
        this(flaw, null, null);
    }

    Mutant(Flaw flaw, Loss bite) {
        this(flaw, bite, null);
    }

    Mutant(@Nullable Flaw flaw, @Nullable Loss bite, @Nullable Boolean hasDisk) {
        this.flaw = flaw;
        this.bite = bite;
        this.hasDisk = hasDisk;
    }

    /** Returns the rule of Redis that is broken; null if the rule is not Redis's. */
    @Nullable
    Flaw flaw() {
        return flaw;
    }

    /** Whether many things have to coincide before it matters. */
    boolean needsLong() {
        return this == NO_FENCE;
    }

    /** Returns a plan in which it matters; in other plans it rarely does. */
    Plan plan(Plan any) {
        Plan plan = any.with(bite, hasDisk);
        return switch (this) {
            case SEEN_NOT_COMPARED, TRIM_UNNOTED -> plan.trimming();
            case MOVED_UNRETIRED -> plan.late();
            case FUTURE_NEVER_DUE -> plan.jumping();
            case PROCESSES_FOLDED, IDENTITY_WITH_SERVER, FIRST_COUNT_WINS, LAST_COUNT_WINS -> plan.splitting();
            default -> plan;
        };
    }
}
