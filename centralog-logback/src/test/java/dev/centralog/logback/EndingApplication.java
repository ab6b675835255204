// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application in its own JVM that logs and then ends, in one of several ways, without stopping Logback. */
final class EndingApplication {
    static final int EVENTS = 1000;

    private EndingApplication() {}

    @SuppressWarnings({"SystemExitOutsideMain", "resource"}) // the test needs it to stay open
    public static void main(String[] arguments) {
        // The long interval prevents shipping before the end, and gives a slow machine time to connect.
        String elements = "<redis>" + arguments[0]
                + "</redis><flushInterval>10 s</flushInterval><shutdownTimeout>1 m</shutdownTimeout>";
        ConfiguredLogback logback = new ConfiguredLogback((LoggerContext) LoggerFactory.getILoggerFactory());
        String ending = arguments[1];
        if (ending.startsWith("async")) {
            logback.withAsync(elements, "<maxFlushTime>1</maxFlushTime>");
        } else {
            logback.with(elements);
        }
        Logger logger = LoggerFactory.getLogger("shop.Checkout");
        for (int i = 0; i < EVENTS; i++) {
            logger.info("paid {}", i);
        }
        switch (ending) {
            case "exit" -> {
                logger.error("ending by exit");
                System.exit(3);
            }
            case "uncaught" -> throw new IllegalStateException("uncaught");
            case "stop", "async-stop" -> logback.loggers.stop();
            default -> logger.info("ending by itself");
        }
    }
}
