// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.MalformedURLException;
import java.net.URI;
import org.slf4j.Logger;

/**
 * An application that logs by Logback, and stops its logging when it is undeployed. It uses no class of core, so that
 * it also runs with the self-contained jar.
 */
public final class DeployedLogback {
    private DeployedLogback() {}

    /** Logs; the argument is the URI of the configuration. */
    public static void main(String[] arguments) throws JoranException, MalformedURLException {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(URI.create(arguments[0]).toURL());
        Logger logger = context.getLogger("deployed");
        for (int i = 0; i < 20; i++) {
            logger.info("event {}", i);
        }
        logger.error("failed", new IllegalStateException("deliberate"));
        context.stop();
    }
}
