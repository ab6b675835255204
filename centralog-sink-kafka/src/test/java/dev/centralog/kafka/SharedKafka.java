// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One broker for all tests of a class, each of which makes topics of its own: a static field with {@code @RegisterExtension}. */
final class SharedKafka implements BeforeAllCallback, AfterAllCallback {
    private @Nullable LocalKafka kafka;

    @Override
    public void beforeAll(ExtensionContext context) {
        kafka = LocalKafka.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (kafka != null) {
            kafka.close();
        }
    }

    LocalKafka get() {
        if (kafka == null) {
            throw new IllegalStateException("not started: the field wants @RegisterExtension and static");
        }
        return kafka;
    }
}
