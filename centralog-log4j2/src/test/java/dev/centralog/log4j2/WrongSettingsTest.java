// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.junit.jupiter.api.Test;

class WrongSettingsTest {
    @Test
    void wrongSettings_areOneErrorThatNamesThemAll() {
        try (StatusRecorder status = new StatusRecorder(Level.WARN)) {
            Appender appender = read("flushIntervall=\"1s\" bufferBytes=\"12\" groupBy=\"logger\" mask=\"(\"");

            assertThat(appender).isNull();
            assertThat(status.messages(Level.ERROR, "left out")).singleElement().satisfies(message -> assertThat(
                            message)
                    .contains("'central'")
                    .contains("flushIntervall", "flushInterval")
                    .contains("bufferBytes", "'12'", "256KiB", "8GiB")
                    .contains("groupBy", "'logger'", "callSite, template, message, place")
                    .contains("mask", "'('", "a regular expression"));
            assertThat(status.messages(Level.ERROR, "invalid element or attribute"))
                    .isEmpty();
        }
    }

    @Test
    void otherAppenders_workOnBesideAWrongOne() {
        String text = Configurations.xml("mask=\"(\"")
                .replace("</Appenders>", "<List name=\"x\"/><Null name=\"other\"/></Appenders>")
                .replace("</Root>", "<AppenderRef ref=\"other\"/></Root>");
        LoggerContext context = Configurations.XML.start(text);
        try {
            context.getLogger("a").info("goes to the other alone");

            assertThat(context.getConfiguration().getAppenders()).doesNotContainKey("central");
            assertThat(context.getConfiguration().getRootLogger().getAppenders())
                    .containsOnlyKeys("other");
        } finally {
            context.stop();
        }
    }

    @Test
    void password_isNeverSaid() {
        try (StatusRecorder status = new StatusRecorder(Level.TRACE)) {
            read("redisPassword=\"hunter2\" redis=\"redis://me:hunter2@127.0.0.1\" app=\"a\"");
            read("redisPasword=\"hunter2\" redis=\"http://me:hunter2@127.0.0.1\"");

            assertThat(status.all())
                    .contains("redisPassword=\"***\"")
                    .contains("redisPasword")
                    .contains("redis://***@127.0.0.1", "http://***@127.0.0.1")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void nestedProperty_isAFault() {
        String text = Configurations.xml("")
                .replace(
                        "<Centralog name=\"central\" />",
                        "<Centralog name=\"central\"><Property name=\"mask\">x" + "</Property></Centralog>");
        try (StatusRecorder status = new StatusRecorder(Level.WARN)) {
            Configuration configuration = Configurations.XML.read(new LoggerContext("wrong"), text);

            assertThat(configuration.getAppenders()).doesNotContainKey("central");
            assertThat(status.messages(Level.ERROR, "'mask' is not a setting")).hasSize(1);
        }
    }

    @Test
    void missingName_isAnError() {
        try (StatusRecorder status = new StatusRecorder(Level.WARN)) {
            assertThat(CentralogAppender.newBuilder().build()).isNull();

            assertThat(status.messages(Level.ERROR, "it has no name")).hasSize(1);
        }
    }

    private static Appender read(String attributes) {
        return Configurations.XML
                .read(new LoggerContext("wrong"), Configurations.xml(attributes))
                .getAppender("central");
    }
}
