// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.StatusListener.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeduplicatingStatusTest {
    @Test
    void message_saidTwiceInARow_isPassedOnOnce() {
        List<String> said = new ArrayList<>();
        DeduplicatingStatus listener =
                new DeduplicatingStatus((severity, message, cause) -> said.add(severity + " " + message));

        listener.say(Severity.WARN, "forgets", null);
        listener.say(Severity.WARN, "forgets", null);
        listener.say(Severity.INFO, "is back", null);
        listener.say(Severity.WARN, "forgets", null);

        assertThat(said).containsExactly("WARN forgets", "INFO is back", "WARN forgets");
    }
}
