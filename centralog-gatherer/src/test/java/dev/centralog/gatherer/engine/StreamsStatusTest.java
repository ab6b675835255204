// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamsStatusTest {
    private final List<String> said = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final StreamsStatus status =
            new StreamsStatus((severity, message, cause) -> said.add(severity + " " + message), nanos::get);
    private final StatusListener events = status.ofStream();
    private final StatusListener actions = status.ofStream();

    private static void warn(StatusListener stream, String... messages) {
        for (String each : messages) {
            stream.say(Severity.WARN, each, null);
        }
    }

    @Test
    void messages_bothStreamsSayThem_arePassedOnOnce() {
        warn(events, "forgets", "evicts");
        warn(actions, "forgets", "evicts");

        assertThat(said).containsExactly("WARN forgets", "WARN evicts");
    }

    @Test
    void message_oneStreamSaysItAgain_isPassedOnEachTime() {
        warn(events, "is away");
        warn(actions, "is away");
        warn(events, "is away");

        assertThat(said).containsExactly("WARN is away", "WARN is away");
    }

    @Test
    void message_otherStreamSaysItLongAfter_isNews() {
        warn(events, "forgets");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        warn(actions, "forgets");

        assertThat(said).hasSize(2);
    }

    @Test
    void messages_many_areNotKeptForEver() {
        warn(events, "first");
        for (int i = 0; i < 100; i++) {
            warn(events, "number " + i);
        }
        warn(actions, "first");

        assertThat(said).hasSize(102).endsWith("WARN first");
    }
}
