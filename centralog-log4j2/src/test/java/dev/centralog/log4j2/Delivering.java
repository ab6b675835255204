// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.net.URI;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.jspecify.annotations.Nullable;

/** The ways in which a log call reaches the appender. */
enum Delivering {
    SYNCHRONOUS {
        @Override
        LoggerContext start(String xml) {
            return Configurations.XML.start(xml);
        }
    },
    ASYNC_APPENDER {
        @Override
        LoggerContext start(String xml) {
            return Configurations.XML.start(xml.replace(
                            "</Appenders>", "<Async name=\"async\"><AppenderRef ref=\"central\"/></Async></Appenders>")
                    .replace(
                            "<Root level=\"all\"><AppenderRef ref=\"central\"/>",
                            "<Root level=\"all\"><AppenderRef ref=\"async\"/>"));
        }
    },
    ASYNC_LOGGER {
        @Override
        LoggerContext start(String xml) {
            return Configurations.XML.start(xml.replace(
                    "<Loggers>",
                    "<Loggers><AsyncLogger name=\"shop\" level=\"all\" additivity=\"false\">"
                            + "<AppenderRef ref=\"central\"/></AsyncLogger>"));
        }
    },
    ALL_ASYNC {
        @Override
        LoggerContext start(String xml) {
            LoggerContext context = new AsyncLoggerContext("test", null, (@Nullable URI) null);
            Configurations.XML.start(context, xml);
            return context;
        }
    };

    abstract LoggerContext start(String xml);
}
