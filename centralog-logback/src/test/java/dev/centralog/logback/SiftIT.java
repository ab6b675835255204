// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.sift.SiftingAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.status.Status;
import dev.centralog.testkit.FreePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Appenders inside Logback's {@code <sift>}, which stops stale appenders within some thread's log call, while it holds
 * its lock.
 */
class SiftIT {
    private static final int TENANTS = 8;
    private static final String CONFIGURATION = """
            <configuration>
              <appender name="SIFT" class="ch.qos.logback.classic.sift.SiftingAppender">
                <discriminator><key>tenant</key><defaultValue>none</defaultValue></discriminator>
                <sift>
                  <appender name="CENTRALOG-${tenant}" class="dev.centralog.logback.CentralogAppender">
                    <redis>%s</redis>
                    <app>${tenant}</app>
                    <shutdownTimeout>2 s</shutdownTimeout>
                  </appender>
                </sift>
              </appender>
              <root level="info"><appender-ref ref="SIFT"/></root>
            </configuration>
            """;

    @Test
    void staleTenants_withoutRedis_waitForOneOfThemInSum() {
        ConfiguredLogback logback =
                new ConfiguredLogback().configured(CONFIGURATION.formatted("redis://127.0.0.1:" + FreePorts.next()));
        Logger logger = logback.logger("shop.Cart");
        long start = 1_900_000_000_000L;
        List<CentralogAppender> appenders = new ArrayList<>();
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            logger.callAppenders(event(logger, "tenant" + tenant, start));
            appenders.add(appender(logback, "tenant" + tenant));
        }

        logger.callAppenders(event(logger, "other", start + Duration.ofHours(1).toMillis()));

        assertThat(appenders).noneMatch(CentralogAppender::isStarted);
        assertThat(saying(logback, "not confirmed by Redis within")).hasSize(1);
        assertThat(saying(logback, "Closing continues in the background")).hasSize(TENANTS - 1);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(appenders).allSatisfy(each -> assertThat(
                            Objects.requireNonNull(each.stats()).totalDropped())
                    .isEqualTo(1));
            assertThat(saying(logback, "not confirmed by Redis within")).hasSize(TENANTS);
        });
        logback.close();
    }

    private static List<String> saying(ConfiguredLogback logback, String part) {
        return logback.said(Status.WARN).stream()
                .filter(text -> text.contains(part))
                .toList();
    }

    private static LoggingEvent event(Logger logger, String tenant, long millis) {
        LoggingEvent event = new LoggingEvent(SiftIT.class.getName(), logger, Level.INFO, "bought", null, null);
        event.setTimeStamp(millis);
        event.setMDCPropertyMap(Map.of("tenant", tenant));
        return event;
    }

    private static CentralogAppender appender(ConfiguredLogback logback, String tenant) {
        SiftingAppender sift = (SiftingAppender) Objects.requireNonNull(
                logback.logger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("SIFT"));
        Appender<ILoggingEvent> found = sift.getAppenderTracker().find(tenant);
        return (CentralogAppender) Objects.requireNonNull(found);
    }
}
