// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyVO;
import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.event.KeyValuePair;

class LogbackViewTest {
    private final Capture capture = new Capture();

    @Test
    void time_isToTheNanosecond() {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.parse("2026-03-01T10:00:00.123456789Z"));

        assertThat(viewed(event))
                .extracting(Viewed::epochSecond, Viewed::nanoOfSecond)
                .containsExactly(1772359200L, 123456789);
        assertThat(viewed(LoggingEventVO.build(withContext(event))))
                .extracting(Viewed::nanoOfSecond)
                .isEqualTo(123456789);
    }

    @Test
    void time_beforeTheEpoch_isRight() {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.parse("1969-12-31T23:59:59.999999999Z"));

        assertThat(viewed(event))
                .extracting(Viewed::epochSecond, Viewed::nanoOfSecond)
                .containsExactly(-1L, 999_999_999);
    }

    @Test
    void time_withoutInstant_isTheTimeStamp() {
        LoggingEvent event = new LoggingEvent() {
            @Override
            @SuppressWarnings("NullAway") // events of older libraries have nulls
            public Instant getInstant() {
                return null;
            }

            @Override
            public long getTimeStamp() {
                return 1234;
            }
        };

        assertThat(viewed(event))
                .extracting(Viewed::epochSecond, Viewed::nanoOfSecond)
                .containsExactly(1L, 234_000_000);
    }

    @Test
    void event_madeByHandWithNothing_isTaken() {
        LoggingEvent bare = new LoggingEvent();
        bare.setInstant(Instant.EPOCH);

        LogEvent event = filled(viewed(bare));

        assertThat(event.message()).isNull();
        assertThat(event.logger()).isNull();
        assertThat(event.level()).isEqualTo(new Level("UNKNOWN", 0));
        assertThat(event.mdc()).isEmpty();
        assertThat(viewed(bare).fingerprint("fingerprint")).isNull();
        assertThat(viewed(bare).thrownClasses()).isNull();
        assertThat(viewed(bare).carriedLocation()).isNull();
    }

    @Test
    void parts_ofAFullEvent_areAllThere() {
        Marker marker = MarkerFactory.getDetachedMarker("AUDIT");
        marker.add(MarkerFactory.getDetachedMarker("SECURITY"));
        capture.mdc.put("user", "Ada");

        capture.logger
                .atError()
                .addMarker(marker)
                .addKeyValue("order", 17)
                .setCause(new IOException("disk"))
                .log("paid {} of {}", 3, "four");

        LogEvent event = capture.last().data();
        assertThat(event.level()).isEqualTo(Level.ERROR);
        assertThat(event.logger()).isEqualTo("shop.Checkout");
        assertThat(event.template()).isEqualTo("paid {} of {}");
        assertThat(event.arguments()).containsExactly(3, "four");
        assertThat(event.message()).isEqualTo("paid 3 of four");
        assertThat(event.markers()).containsExactly(new EventMarker("AUDIT", List.of(new EventMarker("SECURITY"))));
        assertThat(event.mdc()).containsExactly(java.util.Map.entry("user", "Ada"));
        assertThat(event.keyValues()).containsExactly(new KeyValue("order", 17));
        assertThat(event.thread()).isEqualTo(ThreadRef.current());
        assertThat(event.thrown()).extracting(thrown -> thrown.className()).isEqualTo("java.io.IOException");
    }

    @Test
    void arguments_areThoseOfTheCall_withoutTheThrowableAndKeyValues() {
        capture.logger.info("got {} and {}", 1, 2);
        assertThat(viewed(capture.last().original()).hasArguments()).isTrue();
        capture.logger.info("got", (Object) null);
        assertThat(viewed(capture.last().original()).hasArguments()).isTrue();

        capture.logger.info("got 1 and 2");
        assertThat(viewed(capture.last().original()).hasArguments()).isFalse();
        capture.logger.error("got 1", new IOException("disk"));
        assertThat(viewed(capture.last().original()).hasArguments()).isFalse();
        capture.logger.error("got 1", (Object) new IOException("disk"));
        assertThat(viewed(capture.last().original()).hasArguments()).isFalse();
        capture.logger.atInfo().addKeyValue("order", 17).log("got 1");
        assertThat(viewed(capture.last().original()).hasArguments()).isFalse();
    }

    @Test
    @SuppressWarnings("FormatStringAnnotation")
    void textThatLooksLikeATemplate_isNotTakenApart() {
        capture.logger.error("got {} and {}, \\{} and {0}");

        LogEvent event = capture.last().data();
        assertThat(event.template()).isEqualTo("got {} and {}, \\{} and {0}");
        assertThat(event.message()).isEqualTo("got {} and {}, \\{} and {0}");
        assertThat(event.arguments()).isEmpty();
        assertThat(viewed(capture.last().original()).hasArguments()).isFalse();
    }

    @Test
    void messageOfJavaUtilLogging_behindTheBridge_isAText() {
        SLF4JBridgeHandler bridge = new SLF4JBridgeHandler() {
            @Override
            protected org.slf4j.Logger getSLF4JLogger(LogRecord record) {
                return capture.logger;
            }
        };
        Object[] parameters = {1, "{}"};
        for (Map.Entry<String, String> each : Map.of(
                        "got {0} and {1}", "got 1 and {}",
                        "no pattern of the JDK: {} {0}", "no pattern of the JDK: {} {0}")
                .entrySet()) {
            LogRecord record = new LogRecord(java.util.logging.Level.WARNING, each.getKey());
            record.setParameters(parameters);

            bridge.publish(record);

            LogEvent event = capture.last().data();
            assertThat(event.template()).isEqualTo(each.getValue());
            assertThat(event.message()).isEqualTo(each.getValue());
            assertThat(event.arguments()).isEmpty();
            assertThat(viewed(capture.last().original()).hasArguments()).isFalse();
        }
    }

    @Test
    void thread_ofAnother_hasItsNameAlone() {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.EPOCH);
        event.setThreadName("worker-1");

        assertThat(filled(viewed(event)).thread()).isEqualTo(new ThreadRef("worker-1", 0, 0));
    }

    @Test
    void fingerprint_inContext_winsOverKeyValue() {
        capture.logger.atInfo().addKeyValue("fingerprint", 17).log("with a key-value");
        assertThat(viewed(capture.last().original()).fingerprint("fingerprint")).isEqualTo("17");

        capture.mdc.put("fingerprint", "from the context");
        capture.logger.atInfo().addKeyValue("fingerprint", 17).log("with both");
        assertThat(viewed(capture.last().original()).fingerprint("fingerprint")).isEqualTo("from the context");
        assertThat(viewed(capture.last().original()).fingerprint("other")).isNull();

        capture.mdc.put("fingerprint", "");
        capture.logger.atInfo().addKeyValue("fingerprint", 17).log("with an empty one in the context");
        assertThat(viewed(capture.last().original()).fingerprint("fingerprint")).isEqualTo("17");
    }

    @Test
    void carriedLocation_notComputedYet_isNotAskedFor() {
        LoggingEvent event = new LoggingEvent(
                "shop.Wrapper", capture.logger, ch.qos.logback.classic.Level.INFO, "message", null, null);

        assertThat(viewed(event).carriedLocation()).isNull();
        assertThat(event.hasCallerData()).isFalse();

        event.setCallerData(new StackTraceElement[] {new StackTraceElement("shop.Cart", "add", "Cart.java", 7)});
        assertThat(viewed(event).carriedLocation())
                .extracting(location -> location.lineNumber())
                .isEqualTo(7);
    }

    @Test
    void thrownClasses_ofProxiesAndThrowables_areTheSame() {
        Exception thrown = new IllegalStateException("outer", new IOException("inner"));
        LoggingEvent live = new LoggingEvent(
                "shop.Wrapper", capture.logger, ch.qos.logback.classic.Level.INFO, "message", thrown, null);

        assertThat(viewed(live).thrownClasses()).isEqualTo("java.lang.IllegalStateException java.io.IOException");
        assertThat(viewed(LoggingEventVO.build(live)).thrownClasses())
                .isEqualTo("java.lang.IllegalStateException java.io.IOException");
        assertThat(new ThrowableProxy(thrown).getThrowable()).isSameAs(thrown);
    }

    /** Checks nulls, which events of other libraries and events created by hand may hold. */
    @Test
    @SuppressWarnings("NullAway") // the nulls are the test
    void nulls_amongWhatIsGood_costNothingElse() {
        StackTraceElement good = new StackTraceElement("a.B", "c", "B.java", 1);
        Map<String, String> context = new HashMap<>(Map.of("user", "me"));
        context.put(null, "nameless");
        context.put("none", null);
        ThrowableProxyVO proxy = ThrowableProxyVO.build(new ThrowableProxy(new IOException("disk")) {
            @Override
            public StackTraceElementProxy[] getStackTraceElementProxyArray() {
                return new StackTraceElementProxy[] {null, new StackTraceElementProxy(good), null};
            }

            @Override
            public IThrowableProxy[] getSuppressed() {
                return new IThrowableProxy[] {null, new ThrowableProxy(new IOException("full"))};
            }
        });
        LoggingEvent nulls = new LoggingEvent() {
            @Override
            public IThrowableProxy getThrowableProxy() {
                return proxy;
            }

            @Override
            public Map<String, String> getMDCPropertyMap() {
                return context;
            }

            @Override
            public List<KeyValuePair> getKeyValuePairs() {
                return Arrays.asList(null, new KeyValuePair("order", 17), null);
            }

            @Override
            public List<Marker> getMarkerList() {
                return Arrays.asList(null, MarkerFactory.getDetachedMarker("AUDIT"));
            }
        };
        nulls.setInstant(Instant.EPOCH);
        nulls.setMessage("{} {}");
        nulls.setArgumentArray(new Object[] {"a", null});

        LogEvent event = filled(viewed(nulls));

        assertThat(event.thrown()).isNotNull();
        assertThat(event.thrown().frames()).containsExactly(good);
        assertThat(event.thrown().suppressed()).hasSize(1);
        assertThat(event.mdc()).containsEntry("user", "me").containsEntry("null", "nameless");
        assertThat(event.keyValues()).containsExactly(new KeyValue("order", 17));
        assertThat(event.markers()).containsExactly(new EventMarker("AUDIT"));
        assertThat(event.message()).isEqualTo("a null");
        assertThat(viewed(nulls).value("order")).isEqualTo(17);
        assertThat(viewed(nulls).value("other")).isNull();
    }

    @Test
    void markers_referringWidely_areBounded() {
        Marker top = MarkerFactory.getDetachedMarker("top");
        List<Marker> layer = List.of(top);
        for (int depth = 0; depth < 10; depth++) {
            Marker left = MarkerFactory.getDetachedMarker("left" + depth);
            Marker right = MarkerFactory.getDetachedMarker("right" + depth);
            layer.forEach(each -> {
                each.add(left);
                each.add(right);
            });
            layer = List.of(left, right);
        }

        List<EventMarker> data = Markers.dataOf(List.of(top, top, top));

        assertThat(data.stream().mapToInt(LogbackViewTest::size).sum()).isLessThanOrEqualTo(256);
    }

    private static int size(EventMarker marker) {
        return 1 + marker.references().stream().mapToInt(LogbackViewTest::size).sum();
    }

    private LoggingEvent withContext(LoggingEvent event) {
        event.setLoggerContext(capture.loggers);
        return event;
    }

    private static Viewed viewed(ILoggingEvent event) {
        return Viewed.of(event);
    }

    private static LogEvent filled(Viewed viewed) {
        LogEvent.Builder builder = LogEvent.builder();
        viewed.fill(builder);
        return builder.build();
    }
}
