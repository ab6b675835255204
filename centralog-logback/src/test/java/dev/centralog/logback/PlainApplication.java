// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that only uses its logback.xml. It logs as many events as its first argument says, and then ends or
 * waits.
 */
final class PlainApplication {
    private PlainApplication() {}

    public static void main(String[] arguments) {
        Logger logger = LoggerFactory.getLogger("shop.Checkout");
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            logger.info("paid {}", i);
        }
        switch (arguments[1]) {
            case "stop" -> ((ch.qos.logback.classic.LoggerContext) LoggerFactory.getILoggerFactory()).stop();
            case "wait" -> {
                while (true) {
                    LockSupport.park();
                }
            }
            default -> System.out.println("returns");
        }
    }
}
