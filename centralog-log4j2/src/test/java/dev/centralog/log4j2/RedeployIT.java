// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.testkit.RedeployContract;
import dev.centralog.testsupport.DeployedLog4j2;

/** The contract of redeployment for an application that uses Log4j2. */
class RedeployIT extends RedeployContract {
    RedeployIT() {
        super(DeployedLog4j2.class, "log4j2.xml", """
                <Configuration status="warn">
                  <Appenders><Centralog name="central" redis="%s" jmx="true" shutdownTimeout="1m"/></Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="central"/></Root></Loggers>
                </Configuration>
                """, 21);
    }
}
