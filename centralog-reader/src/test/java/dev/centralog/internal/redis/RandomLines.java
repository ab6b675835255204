// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.fold.LineSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Lines of events at random: few groups, payloads and samples, so that they meet one another. */
final class RandomLines {
    private final SplittableRandom random;

    private RandomLines(SplittableRandom random) {
        this.random = random;
    }

    static List<BatchLine> of(SplittableRandom random) {
        return new RandomLines(random).lines();
    }

    private List<BatchLine> lines() {
        List<BatchLine> lines = new ArrayList<>();
        for (int i = 0, size = 1 + random.nextInt(4); i < size; i++) {
            String name = random.nextInt(12) == 0 ? "~drop:reason" : RawScripts.group("g" + random.nextInt(6));
            String payload = random.nextBoolean() ? "payload " + random.nextInt(9) : "";
            lines.add(new BatchLine(
                    name.getBytes(ISO_8859_1),
                    random.nextInt(5),
                    payload.getBytes(ISO_8859_1),
                    name.startsWith("~") ? LineSamples.NONE : samples(payload)));
        }
        return lines;
    }

    private LineSamples samples(String payload) {
        boolean isFirst = !payload.isEmpty() && random.nextBoolean();
        List<EventSample> further = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            further.add(sample());
        }
        return new LineSamples(isFirst ? sample() : null, further, random.nextInt(3) / 2);
    }

    private EventSample sample() {
        byte[] content = "sample".repeat(random.nextInt(3)).getBytes(ISO_8859_1);
        return new EventSample(1 + random.nextInt(20), content);
    }
}
