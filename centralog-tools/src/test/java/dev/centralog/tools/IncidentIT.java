// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of an incident, with the default settings: payments fail on two hosts, on one of them later, while a third process
 * storms with the same error. With {@code -Dcentralog.incident.apart=15} the second host breaks so many seconds later.
 */
class IncidentIT {
    private static final int PER_SECOND = 13;
    private static final int STORM_PER_SECOND = 50_000;
    private static final int APART_SECONDS = Integer.getInteger("centralog.incident.apart", 3);
    private static final int BOTH_SECONDS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private ForkedJvm start(String host, int perSecond, int seconds) throws IOException {
        Path configuration = directory.resolve(host + ".xml");
        Files.writeString(configuration, """
                <configuration>
                  <appender name="CENTRAL" class="dev.centralog.logback.CentralogAppender">
                    <redis>%s</redis>
                    <app>shop</app>
                    <host>%s</host>
                    <shutdownTimeout>1m</shutdownTimeout>
                  </appender>
                  <root level="info"><appender-ref ref="CENTRAL"/></root>
                </configuration>
                """.formatted(REDIS.uri(), host));
        return ForkedJvm.builder(IncidentProcess.class.getName())
                .jvmOptions("-Dlogback.configurationFile=" + configuration)
                .arguments(host, "" + perSecond, "" + seconds, "" + (APART_SECONDS + BOTH_SECONDS - seconds))
                .start();
    }

    private static Set<String> found(List<List<String>> texts, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        Set<String> found = new HashSet<>();
        for (List<String> row : texts) {
            Matcher matcher = wanted.matcher(row.get(0));
            if (matcher.find()) {
                found.add(matcher.group());
            }
        }
        return found;
    }

    @Test
    void failuresOfTwoHosts_areEachFound_andCountedByHost_besideAStorm() throws Exception {
        int ofFirst = PER_SECOND * (APART_SECONDS + BOTH_SECONDS);
        int ofSecond = PER_SECOND * BOTH_SECONDS;
        long ofStorm = (long) STORM_PER_SECOND * (APART_SECONDS + BOTH_SECONDS);
        try (ForkedJvm storm = start("storm", STORM_PER_SECOND, APART_SECONDS + BOTH_SECONDS);
                ForkedJvm first = start("web-1", PER_SECOND, APART_SECONDS + BOTH_SECONDS);
                ForkedJvm second = start("web-2", PER_SECOND, BOTH_SECONDS)) {
            for (ForkedJvm each : List.of(storm, first, second)) {
                assertThat(each.awaitExit(LIMIT)).as(each.standardError()).isZero();
                assertThat(each.standardOutput()).contains("logged ");
            }
        }
        StoredRows stored = StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + directory.resolve("incident.db"));

        assertThat(stored.texts("SELECT host, sum(repeats) FROM event_processes GROUP BY host ORDER BY host"))
                .containsExactly(
                        List.of("storm", "" + ofStorm),
                        List.of("web-1", "" + ofFirst),
                        List.of("web-2", "" + ofSecond));
        assertThat(stored.number("SELECT sum(repeats) FROM events")).isEqualTo(ofStorm + ofFirst + ofSecond);
        String messages = "SELECT message FROM event_details WHERE message LIKE '%order-web-%'";
        assertThat(found(stored.texts(messages), "order-web-1-\\d+")).hasSize(ofFirst);
        assertThat(found(stored.texts(messages), "order-web-2-\\d+")).hasSize(ofSecond);
        String requests = "SELECT mdc FROM event_details WHERE mdc LIKE '%request-web-%'";
        assertThat(found(stored.texts(requests), "request-web-1-\\d+")).hasSize(ofFirst);
        assertThat(found(stored.texts(requests), "request-web-2-\\d+")).hasSize(ofSecond);
        assertThat(stored.number("SELECT count(*) FROM events"))
                .as("rows")
                .isLessThanOrEqualTo(3L * (APART_SECONDS + BOTH_SECONDS + 10));
    }
}
