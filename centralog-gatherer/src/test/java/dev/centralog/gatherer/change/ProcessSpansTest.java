// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.change.ProcessSpans.Span;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessSpansTest {
    private static final Instant FROM = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant TO = FROM.plusSeconds(600);

    @Test
    void hours_ofProcesses_areTheirPartsOfThePeriod() {
        ProcessSpans spans = new ProcessSpans(List.of(
                new Span(FROM.minusSeconds(5000), TO.plusSeconds(1)),
                new Span(FROM.plusSeconds(60), FROM.plusSeconds(120)),
                new Span(FROM.minusSeconds(60), FROM.plusSeconds(30)),
                new Span(TO.minusSeconds(30), TO.plusSeconds(9))));

        assertThat(spans.hours(FROM, TO)).isEqualTo((600 + 60 + 30 + 30) / 3600.0);
    }

    @Test
    void hours_withoutAProcessInThePeriod_areNone() {
        ProcessSpans spans = new ProcessSpans(List.of(
                new Span(FROM.minusSeconds(60), FROM),
                new Span(TO, TO.plusSeconds(60)),
                new Span(FROM.plusSeconds(20), FROM.plusSeconds(10))));

        assertThat(spans.hours(FROM, TO)).isZero();
    }

    @Test
    void hours_ofAnApplicationWithoutProcesses_areThoseOfThePeriod() {
        assertThat(new ProcessSpans(List.of()).hours(FROM, TO)).isEqualTo(600 / 3600.0);
    }

    @Test
    void hours_ofManyYears_doNotOverflow() {
        Span age = new Span(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"));

        assertThat(new ProcessSpans(nCopies(1000, age)).hours(Instant.MIN, Instant.MAX))
                .isGreaterThan(6e10);
    }
}
