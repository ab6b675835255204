// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import java.net.URI;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * An application that logs by Log4j2, and stops its logging when it is undeployed. It uses no class of core, so that it
 * also runs with the self-contained jar.
 */
public final class DeployedLog4j2 {
    private DeployedLog4j2() {}

    /** Logs; the argument is the URI of the configuration. */
    public static void main(String[] arguments) {
        System.setProperty(
                "log4j.shutdownHookEnabled", "false"); // Log4j2's hook keeps the class loader; servers disable it, too
        LoggerContext context =
                Configurator.initialize("deployed", DeployedLog4j2.class.getClassLoader(), URI.create(arguments[0]));
        Logger logger = context.getLogger("deployed");
        for (int i = 0; i < 20; i++) {
            logger.info("event {}", i);
        }
        logger.error("failed", new IllegalStateException("deliberate"));
        LogManager.shutdown(context);
    }
}
