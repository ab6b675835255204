// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.stored.StoredLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of views as files. */
class ExportsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory = Path.of("");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String type = "";
    private String file = "";
    private boolean isClosed;

    private PageViews.@Nullable Answer export(PageFixture page, String name, String... namesAndValues)
            throws IOException {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        bytes.reset();
        return page.views().export(name, parameters, (ofType, ofFile) -> {
            type = ofType;
            file = ofFile;
            isClosed = false;
            return new OutputStream() {
                @Override
                public void write(int each) {
                    bytes.write(each);
                }

                @Override
                public void close() {
                    isClosed = true;
                }
            };
        });
    }

    private List<JsonNode> lines(PageFixture page, String name, String... namesAndValues) throws IOException {
        assertThat(export(page, name + ".jsonl", namesAndValues)).isNull();
        assertThat(isClosed).isTrue();
        List<JsonNode> lines = new ArrayList<>();
        for (String each : text().lines().toList()) {
            lines.add(JSON.readTree(each));
        }
        return lines;
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void events_moreThanAPage_areAllThere(Databases.Kind kind) throws IOException {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            try (StoredLog log = new StoredLog(page.url())) {
                for (int n = 0; n < 1_203; n++) {
                    String template = "row " + "x".repeat(n % 7) + n;
                    log.log(
                            PageFixture.NOW.minusSeconds(n / 100),
                            PageFixture.OLD,
                            StoredLog.event(Level.INFO, template),
                            1);
                }
                log.store();
            }

            List<JsonNode> all = lines(page, "events");

            assertThat(all.stream().map(each -> each.path("id").asText()))
                    .hasSize(1_203)
                    .doesNotHaveDuplicates();
            assertThat(all.get(0))
                    .isEqualTo(page.ask("events", "limit", "1").path("events").get(0));
            assertThat(lines(page, "events", "limit", "501")).isEqualTo(all.subList(0, 501));
            assertThat(lines(page, "events", "text", "xxx", "since", "2026-01-31T14:59:55Z"))
                    .isEqualTo(all.stream()
                            .filter(each -> each.path("message").asText().contains("xxx"))
                            .filter(each -> each.path("second").asText().compareTo("2026-01-31T14:59") >= 0)
                            .filter(each -> each.path("second").asText().compareTo("2026-01-31T14:59:55") >= 0)
                            .toList());
            assertThat(type).isEqualTo("application/x-ndjson; charset=utf-8");
            assertThat(file).isEqualTo("centralog-events-20260131T150000Z.jsonl");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void views_asLines_areThoseOfThePage(Databases.Kind kind) throws IOException {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            assertThat(lines(page, "families", "sort", "last"))
                    .isEqualTo(list(page.ask("families", "sort", "last").path("families")));
            assertThat(lines(page, "families", "limit", "1")).hasSize(1);
            long repeats = lines(page, "histogram").stream()
                    .mapToLong(each -> each.path("repeats").asLong())
                    .sum();
            assertThat(repeats)
                    .isEqualTo(page.ask("histogram").path("repeats").asLong())
                    .isPositive();
            assertThat(lines(page, "changes", "since", "1h").stream()
                            .map(each -> each.path("template").asText()))
                    .isEqualTo(PageFixture.texts(
                            page.ask("changes", "since", "1h")
                                    .path("reports")
                                    .get(0)
                                    .path("changes"),
                            "template"))
                    .isNotEmpty();
            assertThat(lines(page, "actions")).isEmpty();
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    @Test
    void csv_ofHostileText_isHarmless() throws IOException {
        try (PageFixture page = PageFixture.empty(Databases.Kind.SQLITE, directory)) {
            try (StoredLog log = new StoredLog(page.url())) {
                log.log(
                        PageFixture.NOW.minusSeconds(1),
                        PageFixture.OLD,
                        StoredLog.event(Level.ERROR, "=HYPERLINK(\"http://evil\",\"x\")\nnext\u001b[2J").toBuilder()
                                .thrown(new IllegalStateException("@no"))
                                .mdc(Map.of("k", "v"))
                                .build(),
                        2);
                log.store();
            }
            assertThat(export(page, "events.csv")).isNull();

            assertThat(text())
                    .startsWith("time,second,level,app,environment,logger,message,repeats,")
                    .endsWith("\r\n");
            assertThat(text())
                    .contains(",\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\nnext\ufffd[2J\",2,", ",'@no,")
                    .doesNotContain("\u001b");
            JsonNode event = page.ask("events").path("events").get(0);
            List<String> names = new ArrayList<>();
            event.fieldNames().forEachRemaining(names::add);
            assertThat(EventLines.FIELDS).containsAll(names).doesNotHaveDuplicates();
            assertThat(type).isEqualTo("text/csv; charset=utf-8; header=present");
            assertThat(export(page, "families.csv")).isNull();
            assertThat(text().lines().findFirst())
                    .hasValueSatisfying(header -> assertThat(header).contains("template", "repeats"));
        }
    }

    @Test
    void requests_thatAreWrong_areRefusedBeforeAnythingIsWritten() throws IOException {
        try (PageFixture page = PageFixture.empty(Databases.Kind.SQLITE, directory)) {
            for (String name : List.of("events", "events.xml", "status.csv", "../events.csv", "events.csv.csv", "")) {
                PageViews.Answer answer = export(page, name);
                assertThat(answer).isNotNull().satisfies(each -> assertThat(each.status())
                        .isEqualTo(404));
            }
            for (String[] each : new String[][] {{"limit", "0"}, {"limit", "1000001"}, {"before", "x"}, {"x", "y"}}) {
                PageViews.Answer answer = export(page, "events.csv", each);
                assertThat(answer).isNotNull().satisfies(refused -> assertThat(refused.status())
                        .isEqualTo(400));
            }
            assertThat(bytes.size()).isZero();
        }
    }

    @Test
    void receiver_thatGoesAway_endsTheExport() {
        try (PageFixture page = PageFixture.filled(Databases.Kind.SQLITE, directory)) {
            assertThatThrownBy(
                            () -> page.views().export("events.csv", Map.of(), (ofType, ofFile) -> new OutputStream() {
                                private int left = 1_000;

                                @Override
                                public void write(int each) throws IOException {
                                    if (left-- == 0) {
                                        throw new IOException("gone");
                                    }
                                }

                                @Override
                                public void close() {
                                    isClosed = true;
                                }
                            }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("gone");
            assertThat(isClosed)
                    .as("an export that was broken off must not look whole")
                    .isFalse();
        }
    }
}
