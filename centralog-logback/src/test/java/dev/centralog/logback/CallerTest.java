// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Compares the caller that core's stack walk finds, with our view, with the one that Logback finds in a whole stack
 * trace.
 */
class CallerTest {
    private final Capture capture = new Capture();

    @Test
    void caller_plainCall_isLogbacks() {
        capture.logger.info("plain");

        assertFoundHere("caller_plainCall_isLogbacks");
    }

    @Test
    void caller_fluentCall_isLogbacks() {
        capture.logger.atInfo().addKeyValue("order", 17).log("fluent");

        assertFoundHere("caller_fluentCall_isLogbacks");
    }

    @Test
    void caller_fluentCallWithSetters_isLogbacks() {
        capture.logger.atWarn().setMessage("fluent {}").addArgument(1).log();

        assertFoundHere("caller_fluentCallWithSetters_isLogbacks");
    }

    @Test
    void caller_wrapperWithItsOwnName_isTheWrappersCaller() {
        new Wrapper(capture.logger).say("wrapped");

        assertFoundHere("caller_wrapperWithItsOwnName_isTheWrappersCaller");
    }

    @Test
    void caller_wrapperWithoutName_isTheWrapper() {
        new NamelessWrapper(capture.logger).say("wrapped");

        assertThat(capture.last().data().location())
                .isEqualTo(capture.last().logbacksCaller())
                .extracting(location -> location.className())
                .isEqualTo(NamelessWrapper.class.getName());
    }

    @Test
    void caller_frameworkPackage_isSkipped() {
        capture.loggers.getFrameworkPackages().add(NamelessWrapper.class.getName());

        new NamelessWrapper(capture.logger).say("wrapped");

        assertFoundHere("caller_frameworkPackage_isSkipped");
    }

    @Test
    void caller_lambda_isLogbacks() {
        List.of("a").forEach(each -> capture.logger.info("in a lambda {}", each));

        assertThat(capture.last().data().location())
                .isEqualTo(capture.last().logbacksCaller())
                .extracting(location -> location.className())
                .isEqualTo(CallerTest.class.getName());
    }

    @Test
    void caller_javaUtilLogging_isTheOneBeforeTheBridge() {
        SLF4JBridgeHandler bridge = new SLF4JBridgeHandler() {
            @Override
            protected org.slf4j.Logger getSLF4JLogger(java.util.logging.LogRecord entry) {
                return capture.logger;
            }
        };
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger("jul.of.CallerTest");
        logger.setUseParentHandlers(false);
        logger.addHandler(bridge);

        logger.warning("from java.util.logging");

        assertFoundHere("caller_javaUtilLogging_isTheOneBeforeTheBridge");
    }

    @Test
    void caller_withoutTheBoundary_skipsKnownBridges() {
        for (String className : List.of(
                "ch.qos.logback.classic.Logger",
                "org.slf4j.spi.DefaultLoggingEventBuilder",
                "java.util.logging.Logger",
                "org.slf4j.bridge.SLF4JBridgeHandler",
                "org.apache.commons.logging.impl.SLF4JLocationAwareLog",
                "org.apache.logging.slf4j.SLF4JLogger",
                "org.apache.log4j.Category")) {
            assertThat(CallerBoundary.isFramework(className, null, List.of()))
                    .as(className)
                    .isTrue();
        }
        assertThat(CallerBoundary.isFramework("shop.Checkout", null, List.of())).isFalse();
    }

    private void assertFoundHere(String method) {
        assertThat(capture.last().data().location()).isEqualTo(capture.last().logbacksCaller());
        assertThat(capture.last().data().location())
                .extracting(l -> l.className())
                .isEqualTo(CallerTest.class.getName());
        assertThat(capture.last().data().location())
                .extracting(l -> l.methodName())
                .isEqualTo(method);
    }

    private record Wrapper(LocationAwareLogger logger) {
        void say(String text) {
            logger.log(null, Wrapper.class.getName(), LocationAwareLogger.INFO_INT, text, null, null);
        }
    }

    private record NamelessWrapper(org.slf4j.Logger logger) {
        void say(String text) {
            logger.info(text);
        }
    }
}
