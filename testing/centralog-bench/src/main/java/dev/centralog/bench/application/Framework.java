// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A logging framework, and the form of its configuration. */
public enum Framework {
    LOGBACK("Logback", "logback.xml") {
        @Override
        public Application application() {
            return new LogbackApplication();
        }

        @Override
        String configuration(List<NamedAppender> appenders) {
            return "<configuration>\n"
                    + lines(
                            appenders,
                            "<appender name=\"%1$s\" class=\"ch.qos.logback.core.helpers.NOPAppender\"/>",
                            "<appender name=\"%1$s\" class=\"dev.centralog.logback.CentralogAppender\">%2$s</appender>",
                            "<%1$s>%2$s</%1$s>")
                    + lines(
                            appenders,
                            "<logger name=\"%1$s\" level=\"info\" additivity=\"false\"><appender-ref ref=\"%1$s\"/></logger>")
                    + "</configuration>\n";
        }
    },
    LOG4J2("Log4j2", "log4j2.xml") {
        @Override
        public Application application() {
            return new Log4j2Application();
        }

        @Override
        String configuration(List<NamedAppender> appenders) {
            return "<Configuration>\n<Appenders>\n"
                    + lines(appenders, "<Null name=\"%1$s\"/>", "<Centralog name=\"%1$s\" %2$s/>", "%1$s=\"%2$s\" ")
                    + "</Appenders>\n<Loggers>\n<Root level=\"error\"/>\n"
                    + lines(
                            appenders,
                            "<Logger name=\"%1$s\" level=\"info\" additivity=\"false\"><AppenderRef ref=\"%1$s\"/></Logger>")
                    + "</Loggers>\n</Configuration>\n";
        }
    };

    private final String title;
    private final String file;

    Framework(String title, String file) {
        this.title = title;
        this.file = file;
    }

    public String title() {
        return title;
    }

    /** Returns the name of the file that it looks for on the class path. */
    String file() {
        return file;
    }

    /** Makes the framework read its configuration. */
    public abstract Application application();

    /** Returns a configuration with these appenders, each with its own logger. */
    abstract String configuration(List<NamedAppender> appenders);

    private static String lines(List<NamedAppender> appenders, String format) {
        return appenders.stream()
                .map(each -> String.format(Locale.ROOT, format, each.name()) + "\n")
                .collect(Collectors.joining());
    }

    private static String lines(List<NamedAppender> appenders, String ofNoOp, String ofOurs, String ofSetting) {
        return appenders.stream()
                .map(each -> each.isNoOp()
                        ? String.format(Locale.ROOT, ofNoOp, each.name())
                        : String.format(Locale.ROOT, ofOurs, each.name(), settings(each.settings(), ofSetting)))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String settings(Map<String, String> settings, String format) {
        return settings.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, format, each.getKey(), each.getValue()))
                .collect(Collectors.joining());
    }
}
