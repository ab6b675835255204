// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static dev.centralog.log4j2.Application.gather;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.SharedRedis;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.message.ObjectArrayMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Repeats of statements without a pattern: a hundred calls of one statement form one group. */
class TemplatesIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final int CALLS = 100;

    /** An object whose instances are never equal. */
    private static final class Order {
        private final int number;

        Order(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "order " + number;
        }
    }

    @ParameterizedTest
    @EnumSource
    void statementsWithoutPattern_areAGroupEach(Delivering way) {
        String xml = Configurations.xml("redis=\"" + REDIS.uri() + "\" shutdownTimeout=\"1m\"");
        try (Application application = new Application(way.start(xml))) {
            Logger logger = application.logger("shop");
            for (int i = 0; i < CALLS; i++) {
                logger.info(
                        MarkerManager.getMarker("OTHER"),
                        new StringMapMessage().with("user", i).with("action", "purchase"));
                logger.info(new StringMapMessage().with("message", "bought").with("item", i));
                logger.info(new Order(i));
                logger.info(new ObjectArrayMessage(i, "text " + i, null));
                logger.info(Map.of("number", i));
                logger.info(new StructuredDataMessage("id", "sold", "type", Map.of("item", Integer.toString(i))));
                logger.info((Object) "the same text");
            }
            assertThat(application.stop()).isTrue();
        }

        Map<String, Long> repeats = new TreeMap<>();
        Map<String, Set<String>> groups = new TreeMap<>();
        List<GatheredEvent> gathered = gather(REDIS.uri());
        for (GatheredEvent each : gathered) {
            String template = String.valueOf(each.event().template());
            repeats.merge(template, each.repeats(), Long::sum);
            groups.computeIfAbsent(template, key -> new HashSet<>()).add(each.groupId());
        }
        assertThat(groups.keySet())
                .containsExactlyInAnyOrder(
                        "action={} user={}",
                        "bought",
                        Order.class.getName(),
                        "[java.lang.Integer, java.lang.String, null]",
                        Map.of("number", 1).getClass().getName(),
                        "sold",
                        "the same text");
        assertThat(groups.values()).allMatch(ids -> ids.size() == 1);
        assertThat(repeats.values()).allMatch(count -> count == CALLS);
        assertThat(gathered.stream().map(each -> String.valueOf(each.event().message())))
                .contains("order 0", "[0, text 0, null]", "{number=0}", "action=\"purchase\" user=\"0\"");
    }
}
