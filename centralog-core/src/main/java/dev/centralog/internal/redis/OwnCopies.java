// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.RedisClient;

/**
 * How the copies of Netty and Lettuce in the self-contained jars are to be: without a pool of buffers, and without events for
 * the Flight Recorder, which each cost a new JVM a tenth of a second. They read it from system properties of their relocated
 * names, so an application's own Netty and Lettuce are as they were.
 */
final class OwnCopies {
    private OwnCopies() {}

    /** Says so, if these are copies; what was set by somebody else stays. To be called before they are used. */
    static void configure() {
        // Joined, as a literal would be relocated too.
        if (!RedisClient.class.getName().startsWith(String.join(".", "io", "lettuce"))) {
            set("io.netty.allocator.type", "unpooled");
            set("io.netty.jfr.enabled", "false");
            set("io.lettuce.core.jfr", "false");
        }
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
