// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The message by which a receiver is tried out: it is marked as a test, and its alert is made up. */
public final class TestMessage {
    private TestMessage() {}

    /** Posts one, and returns how that ended. Blocks. */
    public static Answer post(Receiver receiver, Instant now) throws InterruptedException {
        JsonLine alert = new JsonLine()
                .put("kind", "new")
                .put("family", "0000000000000000")
                .put("level", "ERROR")
                .put("app", "centralog-test")
                .put("environment", "")
                .put("release", "1.0.0")
                .put("logger", "com.example.Test")
                .put("template", "this is a test of the webhook: nothing has happened")
                .put("thrown_classes", null)
                .put("repeats", 1)
                .put("since", Times.UTC.iso(now))
                .put("first_seen", Times.UTC.iso(now))
                .put("last_seen", Times.UTC.iso(now))
                .put("hosts", List.of())
                .put("url", null);
        return receiver.post(new Post(
                UUID.randomUUID().toString(),
                Post.TEST,
                now,
                List.of(new Alert(alert.text().strip())),
                1));
    }
}
