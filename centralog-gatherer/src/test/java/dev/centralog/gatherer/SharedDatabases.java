// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Durable servers that all test classes share which have this in a static field with {@code @RegisterExtension}; stopped when
 * all tests have ended. Each test makes a database of its own, and leaves the servers as they were.
 */
public final class SharedDatabases implements BeforeAllCallback {
    private @Nullable Databases databases;

    @Override
    public void beforeAll(ExtensionContext context) {
        databases = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedDatabases.class))
                .computeIfAbsent(Databases.class, key -> Databases.durable(), Databases.class);
    }

    public Databases get() {
        return Objects.requireNonNull(databases);
    }
}
