// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** An application in its own JVM. The first argument is the number of events to log, the second the way to end. */
public final class ForkedApplication {
    private ForkedApplication() {}

    public static void main(String[] arguments) {
        int events = Integer.parseInt(arguments[0]);
        Logger logger = LogManager.getLogger(ForkedApplication.class);
        StringBuilder reused = new StringBuilder();
        for (int i = 0; i < events; i++) {
            reused.setLength(0);
            reused.append("value-").append(i % 10);
            ThreadContext.put("user", "user-" + i % 10);
            logger.info("event {} of {}", reused, i % 10);
        }
        logger.error("the last", new IllegalStateException("deliberate"));
        switch (arguments[1]) {
            case "shutdown" -> LogManager.shutdown();
            case "exit" -> System.exit(3);
            case "wait" -> {
                System.out.println("waits");
                while (true) {
                    LockSupport.park();
                }
            }
            case "throw" -> throw new IllegalStateException("deliberate end");
            default -> System.out.println("returns");
        }
    }
}
