// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Races of {@link TextsPerPlace}, from the first text of a second on: never more texts have a row than may have one,
 * and one that has a row keeps it.
 *
 * <p>Thread-safety: stateless; each nested class is one race, run by the harness.
 */
public final class TextRaces {
    private static final SourceLocation PLACE = new SourceLocation("a.B", "sell", "B.java", 7);
    private static final LogEvent EVENT =
            LogEvent.builder().time(Instant.EPOCH).message("").location(PLACE).build();
    private static final long ROOM_BYTES = 1 << 20;

    private TextRaces() {}

    private static int hasRow(TextsPerPlace texts, String text) {
        return texts.placeOf(EVENT, LogEventView.INSTANCE, text, PLACE) == null ? 1 : 0;
    }

    /** Two texts of which one may have a row. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the first text has the row")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the other text has the row")
    @Outcome(expect = FORBIDDEN, desc = "a row too much, or none")
    public static class TwoTexts {
        private final TextsPerPlace texts = new TextsPerPlace(1, ROOM_BYTES);

        @Actor
        public void log(III_Result r) {
            r.r1 = hasRow(texts, "text");
        }

        @Actor
        public void logOther(III_Result r) {
            r.r2 = hasRow(texts, "other");
        }

        @Arbiter
        public void logThird(III_Result r) {
            r.r3 = hasRow(texts, "third");
        }
    }

    /** One text that two threads log first, of two that may have a row. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "the text has one of the two rows")
    @Outcome(expect = FORBIDDEN, desc = "it has none, or both")
    public static class OneText {
        private final TextsPerPlace texts = new TextsPerPlace(2, ROOM_BYTES);

        @Actor
        public void log(IIII_Result r) {
            r.r1 = hasRow(texts, "text");
        }

        @Actor
        public void logAgain(IIII_Result r) {
            r.r2 = hasRow(texts, "text");
        }

        @Arbiter
        public void logOthers(IIII_Result r) {
            r.r3 = hasRow(texts, "other");
            r.r4 = hasRow(texts, "third");
        }
    }

    /** One text that two threads log first, of one that may have a row. Thread-safety: the harness's. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "both found the row")
    @Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "one was counted with the place, before there was a row")
    @Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "the same of the other one")
    @Outcome(expect = FORBIDDEN, desc = "no row, a row that is lost, or a row too much")
    public static class LastRow {
        private final TextsPerPlace texts = new TextsPerPlace(1, ROOM_BYTES);

        @Actor
        public void log(IIII_Result r) {
            r.r1 = hasRow(texts, "text");
        }

        @Actor
        public void logAgain(IIII_Result r) {
            r.r2 = hasRow(texts, "text");
        }

        @Arbiter
        public void logOthers(IIII_Result r) {
            r.r3 = hasRow(texts, "text");
            r.r4 = hasRow(texts, "other");
        }
    }
}
