// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.status.Status;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * An application in a JVM with another Logback. It prints Logback's version, failures to rebuild events, and Logback's
 * statuses for a faulty and for a correct configuration; it ships one event.
 */
final class NextLogbackApplication {
    private NextLogbackApplication() {}

    public static void main(String[] arguments) {
        String location = String.valueOf(
                LoggerContext.class.getProtectionDomain().getCodeSource().getLocation());
        System.out.println("on " + location.substring(location.lastIndexOf('/') + 1));

        Capture capture = new Capture();
        SampleEvents.log(capture);
        for (Capture.Pair pair : capture.all()) {
            compare(capture, pair);
        }
        System.out.println("compared " + capture.all().size());

        try (ConfiguredLogback faulty = new ConfiguredLogback().with("<ap>shop</ap>")) {
            System.out.println("faulty: " + faulty.said(Status.ERROR));
        }
        ConfiguredLogback logback = new ConfiguredLogback((LoggerContext) LoggerFactory.getILoggerFactory())
                .with("<redis>" + arguments[0] + "</redis><shutdownTimeout>1 m</shutdownTimeout>");
        LoggerFactory.getLogger("shop.Checkout")
                .atInfo()
                .addKeyValue("order", 17)
                .log("paid {}", 3);
        System.out.println("right: "
                + logback.said(Status.WARN).stream()
                        .filter(text -> text.contains("CENTRALOG"))
                        .toList());
    }

    private static void compare(Capture capture, Capture.Pair pair) {
        if (!Objects.equals(pair.data().location(), pair.logbacksCaller())) {
            System.out.println("DIFFERENT caller " + pair);
        }
        ILoggingEvent rebuilt = LogbackEvents.of(pair.data());
        for (String pattern : LogbackEventsTest.PATTERNS) {
            PatternLayout layout = new PatternLayout();
            layout.setContext(capture.loggers);
            layout.setPattern(pattern);
            layout.start();
            if (!layout.doLayout(rebuilt).equals(layout.doLayout(pair.original()))) {
                System.out.println("DIFFERENT " + pattern + " of " + pair);
            }
        }
    }
}
