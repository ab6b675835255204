// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests that a wrong setting stops only this appender, and that one error lists all faults. */
class FaultyConfigurationTest {
    private final LoggerContext loggers = new LoggerContext();

    @Test
    void elements_misspeltAndWrong_oneErrorNamesThemAll() throws JoranException {
        configure("""
                <redis>http://example</redis>
                <flushIntervall>1s</flushIntervall>
                <bufferBytes>1 KiB</bufferBytes>
                <redisPassword>hunter2</redisPassword>
                <mask>(unclosed</mask>
                """);

        assertThat(errors()).hasSize(1);
        assertThat(errors().get(0).getMessage())
                .contains("[CENTRALOG]")
                .contains("there is no setting 'flushIntervall'; did you mean 'flushInterval'?")
                .contains("'redis' is 'http://example'")
                .contains("'bufferBytes' is '1 KiB'; allowed is a size from 256KiB to 8GiB")
                .contains("'mask' is '(unclosed'");
        assertThat(appender("CENTRALOG").isStarted()).isFalse();
        assertThat(loggers.getStatusManager().getCopyOfStatusList())
                .noneMatch(status -> status.toString().contains("hunter2"));
    }

    @Test
    void elements_misspelt_doNotStartTheAppender() throws JoranException {
        configure("<mdcExcludes>password</mdcExcludes>");

        assertThat(appender("CENTRALOG").isStarted()).isFalse();
        assertThat(errors()).hasSize(1);
        assertThat(errors().get(0).getMessage()).contains("did you mean 'mdcExclude'?");
    }

    @Test
    void password_inUri_isNotShown() throws JoranException {
        configure("<redis>redis//user:hunter2@example</redis><keyPrefix>redis://me:hunter2@example</keyPrefix>");

        assertThat(errors()).hasSize(1);
        assertThat(errors().get(0).getMessage()).contains("keyPrefix").doesNotContain("me:hunter2");
    }

    @Test
    void application_withFaultyAppender_logsOnElsewhere() throws JoranException {
        configure("<app>shop</app><ap>shop</ap>");

        for (int i = 0; i < 10; i++) {
            loggers.getLogger("shop").info("number {}", i);
        }

        ListAppender<ILoggingEvent> list = (ListAppender<ILoggingEvent>) appender("LIST");
        assertThat(list.list).hasSize(10);
        assertThat(loggers.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getMessage().contains("non started appender [CENTRALOG]"))
                .hasSizeBetween(1, 2); // Logback's own limit is two in half an hour
    }

    @Test
    void start_afterTheFault_saysItAgain() throws JoranException {
        configure("<ap>shop</ap>");

        appender("CENTRALOG").start();

        assertThat(appender("CENTRALOG").isStarted()).isFalse();
        assertThat(errors()).hasSize(2);
    }

    @Test
    void unknownElements_ofAnEarlierAppender_areNotOurs() throws JoranException {
        configure("<ap>shop</ap>");
        JoranWarnings ofTheNext = new JoranWarnings(loggers);

        assertThat(ofTheNext.unknownElementsOf(CentralogAppender.class)).isEmpty();
    }

    @Test
    void unknownElements_behindManyStatuses_areFound() {
        for (int i = 0; i < 400; i++) {
            warn("Some warning " + i);
        }
        JoranWarnings warnings = new JoranWarnings(loggers);
        for (int i = 0; i < 100; i++) {
            warn("Some warning " + i);
        }
        warn("Ignoring unknown property [ap] in [dev.centralog.logback.CentralogAppender]");
        warn("Ignoring unknown property [other] in [shop.OtherAppender]");

        assertThat(warnings.unknownElementsOf(CentralogAppender.class)).containsExactly("ap");

        for (int i = 0; i < 100; i++) {
            warn("Some warning " + i);
        }
        assertThat(warnings.unknownElementsOf(CentralogAppender.class)).containsExactly("ap");
    }

    private void warn(String message) {
        loggers.getStatusManager().add(new ch.qos.logback.core.status.WarnStatus(message, this));
    }

    private ch.qos.logback.core.Appender<ILoggingEvent> appender(String name) {
        return Objects.requireNonNull(
                loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(name));
    }

    private List<Status> errors() {
        return loggers.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() == Status.ERROR)
                .toList();
    }

    private void configure(String elements) throws JoranException {
        String xml = """
                <configuration>
                  <appender name="CENTRALOG" class="dev.centralog.logback.CentralogAppender">
                    %s
                  </appender>
                  <appender name="LIST" class="ch.qos.logback.core.read.ListAppender"/>
                  <root level="DEBUG">
                    <appender-ref ref="CENTRALOG"/>
                    <appender-ref ref="LIST"/>
                  </root>
                </configuration>
                """.formatted(elements);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(loggers);
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
