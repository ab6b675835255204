// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback.standalone;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ContextBase;
import dev.centralog.testkit.Deployment;
import dev.centralog.testkit.RedeployContract;
import dev.centralog.testsupport.DeployedLogback;
import org.slf4j.Logger;

/** The contract of redeployment for an application with the self-contained jar. */
class RedeployIT extends RedeployContract {
    RedeployIT() {
        super(DeployedLogback.class, "logback.xml", """
                <configuration>
                  <appender name="CENTRALOG" class="dev.centralog.logback.CentralogAppender">
                    <redis>%s</redis>
                    <jmx>true</jmx>
                    <shutdownTimeout>1 m</shutdownTimeout>
                  </appender>
                  <root level="info"><appender-ref ref="CENTRALOG"/></root>
                </configuration>
                """, 21);
    }

    @Override
    protected String classPath() {
        return Deployment.classPath(
                System.getProperty("standalone.jar"),
                DeployedLogback.class,
                Logger.class,
                LoggerContext.class,
                ContextBase.class);
    }
}
