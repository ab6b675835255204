// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import ch.qos.logback.classic.LoggerContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** An application whose payments fail: each failure is an error with its order, and its request's id in the MDC. */
final class IncidentProcess {
    private static final Logger LOG = LoggerFactory.getLogger("com.example.Payments");

    private IncidentProcess() {}

    /** Arguments: the name of its orders, failures a second, seconds, and the seconds until it breaks. Prints how many failures it has logged. */
    public static void main(String[] arguments) {
        String name = arguments[0];
        long perSecond = Long.parseLong(arguments[1]);
        long failures = perSecond * Long.parseLong(arguments[2]);
        long begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[3]));
        long apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
        boolean isStorm = perSecond > 1000;
        long last = begin - apart;
        for (long i = 0; i < failures; i++) {
            // A host that was held up catches up at twice the rate, not all at once. A storm need not be even.
            long due = Math.max(begin + i * apart, isStorm ? 0 : last + apart / 2);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            last = System.nanoTime();
            MDC.put("requestId", "request-" + name + "-" + i);
            pay("order-" + name + "-" + i);
        }
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        System.out.println("logged " + failures);
    }

    private static void pay(String order) {
        LOG.error("payment of order {} failed", order, new IllegalStateException("no answer for " + order));
    }
}
