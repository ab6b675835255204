// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.RedisClient;

/**
 * The configuration of the copies of Netty and Lettuce in the self-contained jars: no pool of buffers, and no events for the
 * Flight Recorder, which each cost a new JVM a tenth of a second. The copies read it from system properties with their
 * relocated names, so an application's own Netty and Lettuce are not affected.
 */
final class OwnCopies {
    private OwnCopies() {}

    /**
     * Sets the properties, if these are copies; a property that is set already stays. To be called before the copies are
     * used.
     */
    static void configure() {
        if (areUsed()) {
            set("io.netty.allocator.type", "unpooled");
            set("io.netty.jfr.enabled", "false");
            set("io.lettuce.core.jfr", "false");
        }
    }

    /** Whether these are copies. */
    static boolean areUsed() {
        // Joined, as a literal would be relocated too.
        return !RedisClient.class.getName().startsWith(String.join(".", "io", "lettuce"));
    }

    private static void set(String property, String value) {
        try {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        } catch (SecurityException ignored) {
            // Then they start more slowly.
        }
    }
}
