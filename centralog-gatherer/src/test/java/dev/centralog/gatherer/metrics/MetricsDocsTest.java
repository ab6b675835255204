// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.metrics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The metrics' names in the docs, in the rules for alarms and in the dashboard are those of the code. */
class MetricsDocsTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern NAME = Pattern.compile("\\bcentralog_\\w+");
    private static final Set<String> NAMES =
            Arrays.stream(Metric.values()).map(Metric::shownName).collect(Collectors.toSet());

    @Test
    void monitoring_hasALineForEachMetric() throws IOException {
        String lines = Arrays.stream(Metric.values())
                .map(each -> "| `" + each.shownName() + "` | " + each.typeName() + " | " + each.help() + " |")
                .collect(joining("\n"));

        assertThat(Files.readString(DOCS.resolve("monitoring.md"))).contains(lines);
    }

    @Test
    void rulesAndDashboard_nameOnlyMetricsThatAreThere() throws IOException {
        List<String> expressions = values(new YAMLFactory(), "monitoring/alerts.yml", "expr");
        assertThat(expressions).hasSize(10);
        List<String> ofPanels = values(new JsonFactory(), "monitoring/grafana-dashboard.json", "expr");
        assertThat(ofPanels).hasSizeGreaterThan(12);

        expressions.addAll(ofPanels);
        for (String each : expressions) {
            List<String> names =
                    NAME.matcher(each).results().map(found -> found.group()).toList();
            assertThat(names).as(each).isNotEmpty().isSubsetOf(NAMES);
        }
    }

    @Test
    void operations_hasARunbookForEachAlarm() throws IOException {
        List<String> alarms = values(new YAMLFactory(), "monitoring/alerts.yml", "alert");
        Matcher documented = Pattern.compile("(?m)^### (Centralog\\w+)\n\n.+ \\*\\*Lost\\*\\*: .+\n\n1\\. ")
                .matcher(Files.readString(DOCS.resolve("operations.md")));

        assertThat(documented.results().map(found -> found.group(1))).containsExactlyElementsOf(alarms);
        assertThat(values(new YAMLFactory(), "monitoring/alerts.yml", "runbook"))
                .containsExactlyElementsOf(alarms.stream()
                        .map(each -> "docs/operations.md#" + each.toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Returns the values of all fields of that name. */
    private static List<String> values(JsonFactory format, String file, String field) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = format.createParser(DOCS.resolve(file).toFile())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals(field)) {
                    parser.nextToken();
                    values.add(parser.getText());
                }
            }
        }
        return values;
    }
}
