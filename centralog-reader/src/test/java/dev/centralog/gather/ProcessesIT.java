// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.StatusListener;
import dev.centralog.internal.decode.GroupNames;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tests of windows with a name for each process that has counted a group. */
class ProcessesIT {
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    /** The number of groups, which is too large for one page of any kind. */
    private static final int GROUPS = 5_000;

    /** An open window, to write names into. */
    private static final class OpenWindow implements AutoCloseable {
        private final RedisCli cli;
        private final byte[] counts;
        private final byte[] payloads;
        private final byte[] first;
        private final byte[] payload;

        /** Makes a window with one event, whose payload is used for other groups, too. */
        OpenWindow(LocalRedis redis, CentralogConfig config) {
            Logs.log(config, Logs.event("a", Logs.ago(Duration.ofSeconds(9))));
            cli = redis.connect();
            counts = firstKey(redis, "*:z:[0-9]*");
            payloads = firstKey(redis, "*:d:[0-9]*");
            first = ((List<?>) Objects.requireNonNull(call("HKEYS", payloads)))
                    .stream()
                            .map(byte[].class::cast)
                            .filter(GroupNames::isHash)
                            .findFirst()
                            .orElseThrow();
            payload = (byte[]) Objects.requireNonNull(call("HGET", payloads, first));
        }

        /** Returns the key of the event's window; a later one may have a sign of life. */
        private static byte[] firstKey(LocalRedis redis, String pattern) {
            List<String> keys = redis.cliList("KEYS", pattern);
            return Collections.min(keys).getBytes(ISO_8859_1);
        }

        private @Nullable Object call(Object... arguments) {
            byte[][] bytes = new byte[arguments.length][];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = arguments[i] instanceof byte[] raw
                        ? raw
                        : arguments[i].toString().getBytes(ISO_8859_1);
            }
            return cli.call(bytes);
        }

        void count(String name, long count) {
            call("ZADD", counts, count, name);
        }

        void payload(String group) {
            call("HSET", payloads, group, payload);
        }

        /** Returns the event's group, without the process. */
        String group() {
            return new String(Arrays.copyOf(first, 16), ISO_8859_1);
        }

        /** Deletes all counts, so that only the payload is left. */
        void forgetCounts() {
            call("ZREMRANGEBYRANK", counts, 0, -1);
        }

        @Override
        public void close() {
            cli.close();
        }
    }

    private static String group(int number) {
        return ("group " + (1_000_000 + number) + "...").substring(0, 16);
    }

    private static EventWindow claim(EventSource source) throws InterruptedException {
        return Objects.requireNonNull(source.claim(Duration.ofSeconds(20)));
    }

    @EachRedis(isOneEnough = true)
    void namesOfAGroup_areOneEventWithACountForEachProcess(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        try (EventSource source = EventSource.open(config, SILENT);
                OpenWindow window = new OpenWindow(redis, config)) {
            window.forgetCounts();
            window.count(window.group() + "process1", 3);
            window.count(window.group() + "process2", 40);
            window.count("no payload here." + "process2", 5);
            window.count("~overflow:00000000000000ff", 6);
            window.count("~start:00000000000000ff", 1);

            EventWindow delivery = claim(source);
            EventWindow.Content content = delivery.content();

            assertThat(content.events())
                    .extracting(GatheredEvent::flag, each -> each.processes().json())
                    .containsExactlyInAnyOrder(
                            tuple(GatheredEvent.Flag.NONE, "{\"70726f6365737331\":3,\"70726f6365737332\":40}"),
                            tuple(GatheredEvent.Flag.NO_PAYLOAD, "{\"70726f6365737332\":5}"),
                            tuple(GatheredEvent.Flag.OVERFLOW, "{\"00000000000000ff\":6}"));
            assertThat(content.events())
                    .filteredOn(each -> each.repeats() == 43)
                    .singleElement()
                    .returns("a", each -> each.event().message());
            assertThat(content.drops()).isEmpty();
            assertThat(delivery.acknowledge()).isTrue();
        }
    }

    @EachRedis(isOneEnough = true)
    void windowOfManyNames_isReadWholeOrNotAtAll(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        try (EventSource source = EventSource.open(config, SILENT);
                OpenWindow window = new OpenWindow(redis, config)) {
            window.forgetCounts();
            for (int i = 0; i < GROUPS; i++) {
                window.payload(group(i));
                // Counts that make the two names of a group far apart by rank.
                window.count(group(i) + "process1", 1 + i);
                window.count(group(i) + "process2", 2 * GROUPS - i);
            }
            EventWindow delivery = claim(source);

            List<GatheredEvent> events = new ArrayList<>();
            delivery.parts().forEach(part -> events.addAll(part.events()));

            assertThat(events).hasSize(GROUPS).allSatisfy(each -> {
                assertThat(each.flag()).isEqualTo(GatheredEvent.Flag.NONE);
                assertThat(each.processes().size()).isEqualTo(2);
                assertThat(each.repeats()).isEqualTo(2 * GROUPS + 1);
            });
            redis.cli("DEL", redis.cliList("KEYS", "*:Z:*").get(0));
            assertThatThrownBy(delivery::content).isInstanceOf(DeliveryGoneException.class);
            assertThatThrownBy(delivery::parts).isInstanceOf(DeliveryGoneException.class);
        }
    }
}
