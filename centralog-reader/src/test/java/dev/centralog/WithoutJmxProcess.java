// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Duration;
import org.awaitility.Awaitility;

/** An application with JMX switched on, for a runtime without JMX. */
final class WithoutJmxProcess {
    private WithoutJmxProcess() {}

    /** Logs an event and prints how many were confirmed; the argument is the address of a Redis. */
    public static void main(String[] arguments) {
        CentralogConfig config =
                CentralogConfig.defaults().with(Settings.REDIS, arguments[0]).with(Settings.JMX, true);
        try (Centralog centralog = Centralog.open(config)) {
            centralog.log(Logs.event("event", Logs.ago(Duration.ofSeconds(5))));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(50))
                    .until(() -> centralog.stats().waiting() == 0);
            System.out.println(centralog.stats().acknowledged() + " confirmed"
                    + (ModuleLayer.boot().findModule("java.management").isPresent() ? " beside JMX" : ""));
        }
    }
}
