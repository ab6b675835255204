// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.FamilyTriage.Comeback;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of when a family that is resolved has come back, and of how decisions are shown. */
class TriageTest {
    private static final Instant DECIDED = Instant.parse("2026-02-10T12:00:00.5Z");
    private static final Instant LATER = DECIDED.plusSeconds(3600);

    /** The releases in the order in which they began: 1.3 was rolled back to after 1.4, and 1.6 has begun after the decision. */
    private static final Map<String, Instant> BEGAN = Map.of(
            "1.3", DECIDED.minusSeconds(9000),
            "1.4", DECIDED.minusSeconds(6000),
            "1.5", DECIDED.minusSeconds(3000),
            "1.6", DECIDED.plusSeconds(60));

    private static Triage resolved(@Nullable String inRelease) {
        return new Triage(TriageState.RESOLVED, inRelease, null, "ann", DECIDED);
    }

    @Test
    void isBrokenBy_aReleaseNewerThanTheOneNamed_isTrue() {
        assertThat(resolved("1.4").isBrokenBy("1.5", LATER, BEGAN)).isTrue();
        assertThat(resolved("1.4").isBrokenBy("1.6", LATER, BEGAN)).isTrue();
    }

    @Test
    void isBrokenBy_anOlderReleaseOrTheSame_isFalse() {
        assertThat(resolved("1.4").isBrokenBy("1.3", LATER, BEGAN)).isFalse();
        assertThat(resolved("1.4").isBrokenBy("1.4", LATER, BEGAN)).isFalse();
    }

    @Test
    void isBrokenBy_aReleaseThatWasToComeItself_isTrue() {
        assertThat(resolved("1.6").isBrokenBy("1.6", LATER, BEGAN)).isTrue();
        assertThat(resolved("1.6").isBrokenBy("1.5", LATER, BEGAN)).isFalse();
    }

    @Test
    void isBrokenBy_whenTheReleaseNamedHasNotBegun_isFalse() {
        assertThat(resolved("1.7").isBrokenBy("1.6", LATER, BEGAN)).isFalse();
    }

    @Test
    void isBrokenBy_withoutARelease_isByThoseThatBeginAfterIt() {
        assertThat(resolved(null).isBrokenBy("1.6", LATER, BEGAN)).isTrue();
        assertThat(resolved(null).isBrokenBy("1.5", LATER, BEGAN)).isFalse();
    }

    @Test
    void isBrokenBy_whatWasSeenBeforeTheDecision_isFalse() {
        assertThat(resolved("1.4").isBrokenBy("1.5", DECIDED.minusNanos(1), BEGAN))
                .isFalse();
        assertThat(resolved("1.4").isBrokenBy("1.5", DECIDED, BEGAN)).isTrue();
        assertThat(resolved(null).isBrokenBy("", DECIDED.minusNanos(1), Map.of()))
                .isFalse();
    }

    @Test
    void isBrokenBy_inAnApplicationWithoutReleases_isAtAnyTime() {
        assertThat(resolved(null).isBrokenBy("", LATER, Map.of())).isTrue();
        assertThat(resolved("1.4").isBrokenBy("", LATER, Map.of())).isTrue();
        assertThat(resolved(null).isBrokenBy("", LATER, BEGAN))
                .as("some of its processes say none")
                .isFalse();
    }

    @Test
    void isBrokenBy_whatIsNotResolved_isFalse() {
        for (TriageState state : List.of(TriageState.OPEN, TriageState.MUTED)) {
            assertThat(new Triage(state, null, null, "ann", DECIDED).isBrokenBy("1.6", LATER, BEGAN))
                    .isFalse();
        }
    }

    @Test
    void text_ofHostileNames_isOneHarmlessLine() {
        String evil = "a\u001b[31m\r\n\u202e";
        Triage triage = new Triage(TriageState.RESOLVED, evil, evil, evil, DECIDED);
        FamilyTriage regressed = new FamilyTriage(triage, List.of(new Comeback("production", evil, DECIDED, DECIDED)));

        String shown = "a\\u001b[31m\\r\\n\\u202e";
        assertThat(new TriageText(Times.UTC).of(regressed))
                .isEqualTo("regressed in " + shown + " since 2026-02-10 12:00:00Z; was resolved in " + shown + " by "
                        + shown + ", 2026-02-10 12:00:00Z: " + shown);
        assertThat(new TriageText(Times.UTC).of(new Decision(TriageAction.RESOLVE, evil, evil, evil, DECIDED)))
                .isEqualTo("2026-02-10 12:00:00Z  " + shown + "  resolve in " + shown + ": " + shown);
    }

    @Test
    void json_ofWhatHasComeBack_saysWhereFirst() {
        FamilyTriage regressed = new FamilyTriage(
                resolved("1.4"),
                List.of(
                        new Comeback("production", "1.6", LATER, LATER),
                        new Comeback("staging", "1.5", DECIDED, LATER)));

        assertThat(new TriageJson(Times.UTC).of(regressed))
                .containsEntry("state", "resolved")
                .containsEntry("in_release", "1.4")
                .containsEntry("note", null)
                .containsEntry("at", "2026-02-10T12:00:00.500Z")
                .containsEntry("regressed", true)
                .containsEntry("regressed_in", "1.5")
                .containsEntry("regressed_since", "2026-02-10T12:00:00.500Z");
        assertThat(regressed.label()).isEqualTo("regressed");
        assertThat(new TriageJson(Times.UTC).of((FamilyTriage) null)).isNull();
    }

    @Test
    void decision_ofSomeoneWithALongName_isCut() {
        Decision decision = Decision.of(TriageAction.MUTE, "\ud83d\ude00".repeat(200), DECIDED.plusNanos(1999));

        assertThat(decision.by()).isEqualTo("\ud83d\ude00".repeat(160));
        assertThat(decision.at()).as("to microseconds").isEqualTo(DECIDED.plusNanos(1000));
        assertThat(Decision.tooLong("note", "\ud83d\ude00".repeat(2000), 2000)).isNull();
        assertThat(Decision.tooLong("note", "a".repeat(2001), 2000))
                .isEqualTo("note has 2001 characters; allowed are 2000 at most");
    }
}
