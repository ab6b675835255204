// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.redis.ModelRedis.Flaw;
import dev.centralog.simulation.Plan.Loss;
import org.jspecify.annotations.Nullable;

/** A rule of the protocol left out. The simulation must find what each costs: else it would not find it in the real one. */
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

    /** What was counted meanwhile is added to a batch that is sent again. */
    BATCH_GROWS(false),
    /** Who gets no answer takes it for a refusal, and sends the batch under another number. */
    LOST_REPLY_IS_REFUSAL,
    /** Who is told of a gap goes on behind it. */
    GAP_IS_SKIPPED,
    /** What a wiped Redis had confirmed is sent again as well. */
    REPLAY_TO_ANOTHER_REDIS,
    /** What Redis had confirmed before it went back to an older state is not sent again. */
    NO_REPLAY,

    /** What is read back from disk is taken off it at once, not when it is confirmed. */
    TAKEN_OFF_DISK_UNCONFIRMED(true),
    /** Batches move to another id though those on their way may still be applied under the old one. */
    MOVED_UNRETIRED(true),
    /** A new id is not written to disk, so that the next process goes on under the one before. */
    NEW_ID_NOT_ON_DISK(true),

    /** What was counted before Redis had told its time stays in windows by the host's clock. */
    FIRST_WINDOWS_KEPT,
    /** The same, of what was brought to disk by then. */
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
    /** A delivery is stored though it is not safe that its seal lasts. */
    STORED_WITHOUT_WAIT(Loss.REWOUND),
    /** A row is known by window and group alone. */
    IDENTITY_WITHOUT_DELIVERY,
    /** A wiped Redis is taken for the one before. */
    IDENTITY_WITHOUT_SOURCE,
    /** A row that is there already is added to. */
    COUNTS_ADD_UP,
    /** Of two counts of one row the smaller one stays. */
    SMALLER_COUNT_WINS(Loss.REWOUND_WITHOUT_WAIT),

    /** Counts of all processes are folded, so that two primaries have one count of a group. */
    PROCESSES_FOLDED,
    /** What two primaries have stored of one row is told apart. */
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

    /** The rule of Redis that is broken; null if it is none of Redis's. */
    @Nullable
    Flaw flaw() {
        return flaw;
    }

    /** Whether much has to come together for it to matter. */
    boolean needsLong() {
        return this == NO_FENCE;
    }

    /** A plan in which it matters; in others it rarely does. */
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
