// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/** An application whose libraries do not work together with the plain appender's; a file configures it. */
final class ServerLikeApplication {
    static final int EVENTS = 500;

    private ServerLikeApplication() {}

    public static void main(String[] arguments) throws ClassNotFoundException {
        String netty = String.valueOf(Class.forName("io.netty.util.Version")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation());
        System.out.println("beside " + netty.substring(netty.lastIndexOf('/') + 1));
        Logger logger = LoggerFactory.getLogger(ServerLikeApplication.class);
        for (int i = 0; i < EVENTS; i++) {
            logger.info("served {}", i);
        }
        // The application's own use of Netty must be logged: only the relocated Netty is ours.
        LoggerFactory.getLogger("io.netty.channel").info("the application's own channel");
        logger.error(MarkerFactory.getMarker("AUDIT"), "failed", new IllegalStateException("broken"));
        System.out.println("done");
    }
}
