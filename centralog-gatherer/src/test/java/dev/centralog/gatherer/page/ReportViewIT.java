// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.stored.StoredLog;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the views {@code family/ID} and {@code group/ID}. */
class ReportViewIT {
    private static final int FRAMES = 10_000;

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void report_ofAFamilyAndItsGroup_hasTheSameCounts(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            String id =
                    page.ask("families").path("families").get(0).path("family").asText();

            JsonNode family = page.ask("family/" + id);

            assertThat(family.path("template").asText()).isEqualTo("order {} failed");
            assertThat(family.path("why").asText()).startsWith("the same application, logger");
            assertThat(family.path("repeats").asLong()).isEqualTo(360);
            assertThat(sum(family.path("slices"))).isEqualTo(360);
            assertThat(family.path("slice_seconds").asLong()).isPositive();
            assertThat(family.path("counts_by_host").toString()).isEqualTo("[{\"name\":\"web-1\",\"repeats\":360}]");
            assertThat(family.path("counts_by_release").toString()).isEqualTo("[{\"name\":\"1.0.0\",\"repeats\":360}]");
            assertThat(family.path("samples")).hasSize(10);

            JsonNode group = page.ask("group/" + family.path("groups").get(0).asText(), "samples", "1");
            assertThat(group.path("repeats").asLong()).isEqualTo(360);
            assertThat(group.path("family").asText()).isEqualTo(id);
            assertThat(group.path("samples")).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void report_withoutARange_endsNowIfItWasSeenWithinADay(Databases.Kind kind) {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            try (StoredLog log = new StoredLog(page.url())) {
                log.log(PageFixture.NOW.minusSeconds(7200), PageFixture.OLD, StoredLog.event(Level.WARN, "today"), 1);
                log.log(
                        PageFixture.NOW.minusSeconds(200_000),
                        PageFixture.OLD,
                        StoredLog.event(Level.WARN, "long ago, before yesterday"),
                        1);
                log.store();
                log.label();
            }
            for (JsonNode each : page.ask("families", "since", "7d").path("families")) {
                boolean isOld = each.path("template").asText().startsWith("long");
                JsonNode family = page.ask("family/" + each.path("family").asText());

                assertThat(family.path("until").asText())
                        .isEqualTo(isOld ? "2026-01-29T07:27:00Z" : "2026-01-31T15:00:00Z");
                assertThat(sum(family.path("slices"))).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void report_ofARange_isOfThatAlone(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            String id =
                    page.ask("families").path("families").get(0).path("family").asText();

            JsonNode family =
                    page.ask("family/" + id, "since", "2026-01-31T13:00:00Z", "until", "2026-01-31T13:30:00Z");

            assertThat(family.path("repeats").asLong()).isEqualTo(60);
            assertThat(family.path("repeats_kept").asLong()).isEqualTo(360);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void ids_thatThereAreNot_areRefused(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            for (String id : List.of("0123456789abcdef", "%", "'", "____", "zz", "~overflow", "x".repeat(64))) {
                assertThat(page.refused(404, "family/" + id)).startsWith("there is no family '");
                assertThat(page.refused(404, "group/" + id)).startsWith("there is no group '");
            }
            for (String id : List.of("", "\u0000", "\u202e", "x".repeat(10_000))) {
                assertThat(page.refused(404, "family/" + id)).startsWith("there is no id '");
            }
            assertThat(page.refused(404, "group/a/b")).startsWith("there is no view");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void stack_ofTenThousandFrames_isWholeOnceAndCutInLists(Databases.Kind kind) {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            IllegalStateException thrown = new IllegalStateException("deep");
            StackTraceElement frame = new StackTraceElement("com.example.Deep", "down", "Deep.java", 1);
            thrown.setStackTrace(Collections.nCopies(FRAMES, frame).toArray(StackTraceElement[]::new));
            try (StoredLog log = new StoredLog(page.url())) {
                log.log(
                        PageFixture.NOW.minusSeconds(60),
                        PageFixture.OLD,
                        StoredLog.event(Level.ERROR, "too deep").toBuilder()
                                .thrown(thrown)
                                .build(),
                        1);
                log.store();
                log.label();
            }
            JsonNode event = page.ask("events").path("events").get(0);
            assertThat(event.path("stack").asText())
                    .startsWith("java.lang.IllegalStateException: deep\n")
                    .hasSizeLessThanOrEqualTo(32_000)
                    .endsWith("\n");
            long whole = event.path("stack_characters").asLong();

            JsonNode group = page.ask("group/" + event.path("group").asText());
            assertThat(group.path("stack").asText()).hasSize((int) whole);
            assertThat(group.path("stack").asText().lines()).hasSize(FRAMES + 1);
        }
    }
}
