// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.Gathering;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that two runs of one build use the same groups, though the JVM generates other names in each run. */
class GeneratedNamesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @ParameterizedTest
    @ValueSource(strings = {"callSite", "template", "place"})
    void groups_ofNamesThatDifferFromRunToRun_areTheSame(String groupBy) {
        List<GatheredEvent> first = run("at once", groupBy);
        List<GatheredEvent> second = run("after others", groupBy);

        assertThat(first).hasSize(2);
        assertThat(second).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(logger(second.get(i))).isNotEqualTo(logger(first.get(i)));
            assertThat(thrown(second.get(i))).isNotEqualTo(thrown(first.get(i)));
            assertThat(second.get(i).groupId()).isEqualTo(first.get(i).groupId());
        }
        assertThat(first.get(0).groupId()).isNotEqualTo(first.get(1).groupId());
    }

    /** Returns the event of the lambda and that of the proxy. */
    private static List<GatheredEvent> run(String how, String groupBy) {
        try (ForkedJvm jvm = ForkedJvm.builder(GeneratedNamesApplication.class.getName())
                .arguments(REDIS.uri(), how, "<groupBy>" + groupBy + "</groupBy>")
                .start()) {
            assertThat(jvm.awaitExit(LIMIT)).as(jvm.standardError()).isZero();
            List<GatheredEvent> events = Gathering.from(REDIS.uri()).events().stream()
                    .sorted(Comparator.comparing(GeneratedNamesIT::isOfAProxy))
                    .toList();
            assertThat(events)
                    .allSatisfy(each -> assertThat(jvm.standardOutput()).contains(logger(each), thrown(each)));
            assertThat(logger(events.get(0))).startsWith(GeneratedNamesApplication.class.getName() + "$$Lambda");
            assertThat(isOfAProxy(events.get(1))).isTrue();
            return events;
        }
    }

    private static boolean isOfAProxy(GatheredEvent event) {
        return logger(event).contains(".$Proxy");
    }

    private static String logger(GatheredEvent event) {
        return Objects.requireNonNull(event.event().logger());
    }

    private static String thrown(GatheredEvent event) {
        return Objects.requireNonNull(event.event().thrown()).className();
    }
}
