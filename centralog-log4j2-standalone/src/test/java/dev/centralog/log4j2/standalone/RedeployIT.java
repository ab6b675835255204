// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2.standalone;

import dev.centralog.testkit.Deployment;
import dev.centralog.testkit.RedeployContract;
import dev.centralog.testsupport.DeployedLog4j2;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/** The contract of redeployment for an application with the self-contained jar. */
class RedeployIT extends RedeployContract {
    RedeployIT() {
        super(DeployedLog4j2.class, "log4j2.xml", """
                <Configuration status="warn">
                  <Appenders><Centralog name="central" redis="%s" jmx="true" shutdownTimeout="1m"/></Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="central"/></Root></Loggers>
                </Configuration>
                """, 21);
    }

    @Override
    protected String classPath() {
        return Deployment.classPath(
                System.getProperty("standalone.jar"), DeployedLog4j2.class, LogManager.class, LoggerContext.class);
    }
}
