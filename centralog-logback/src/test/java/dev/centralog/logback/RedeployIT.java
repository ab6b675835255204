// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import dev.centralog.testkit.RedeployContract;
import dev.centralog.testsupport.DeployedLogback;

/** The contract of redeployment for an application that uses Logback. */
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
}
