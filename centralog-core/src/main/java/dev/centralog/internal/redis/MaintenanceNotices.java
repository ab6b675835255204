// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;

/**
 * The notices of maintenance that some Redis services send. From Lettuce 7 on each new connection asks for them, and some
 * proxies hang up at that. An earlier Lettuce, which an application may bring, does not know them.
 */
final class MaintenanceNotices {
    private MaintenanceNotices() {}

    /** Sets a client not to ask for the notices. */
    static void leaveOut(ClientOptions.Builder options) {
        try {
            Disabling.apply(options);
        } catch (LinkageError ignored) {
            // Lettuce 6: it does not ask.
        }
    }

    /** The calls of Lettuce 7: a class of its own, as it can't be loaded beside Lettuce 6. */
    private static final class Disabling {
        static void apply(ClientOptions.Builder options) {
            var unused = options.maintNotificationsConfig(MaintNotificationsConfig.disabled());
        }
    }
}
