// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LoggingEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The parts of an event that core reads to count it as an action. */
class MarkedViewTest {
    private final Capture capture = new Capture();

    @Test
    void marker_isFoundByItsName() {
        assertThat(marked(detached("ACTION")).hasMarker("ACTION")).isTrue();
        assertThat(marked(detached("OTHER"), detached("ACTION")).hasMarker("ACTION"))
                .isTrue();
        assertThat(marked(detached("ACTIONS")).hasMarker("ACTION")).isFalse();
        assertThat(marked().hasMarker("ACTION")).isFalse();
    }

    @Test
    void marker_isFoundAmongReferencesAndTheirs() {
        Marker sale = detached("SALE");
        sale.add(detached("SHOP"));
        sale.add(detached("ACTION"));
        Marker refund = detached("REFUND");
        refund.add(sale);

        assertThat(marked(detached("OTHER"), sale).hasMarker("ACTION")).isTrue();
        assertThat(marked(refund).hasMarker("ACTION")).isTrue();
        assertThat(marked(refund).hasMarker("OTHER")).isFalse();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void markersInACircle_areSearchedOnce() {
        CircularMarker one = new CircularMarker("ONE");
        CircularMarker two = new CircularMarker("TWO");
        one.others.add(two);
        two.others.add(one);
        two.others.add(two);

        assertThat(marked(one).hasMarker("TWO")).isTrue();
        assertThat(marked(one).hasMarker("ACTION")).isFalse();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void markersWithManyWaysDown_areSearchedOnce() {
        List<Marker> layer = List.of(detached("LAST"));
        for (int depth = 0; depth < 60; depth++) { // 2 to the power of 60 paths
            CircularMarker left = new CircularMarker("LEFT" + depth);
            CircularMarker right = new CircularMarker("RIGHT" + depth);
            left.others.addAll(layer);
            right.others.addAll(layer);
            layer = List.of(left, right);
        }

        assertThat(marked(layer.get(0)).hasMarker("LAST")).isTrue();
        assertThat(marked(layer.get(0)).hasMarker("ACTION")).isFalse();
    }

    @Test
    void value_isFromAKeyValueThenFromTheContext() {
        capture.mdc.put("both", "context");
        capture.mdc.put("context", "context");

        Viewed viewed =
                logged(capture.logger.atInfo().addKeyValue("both", "first").addKeyValue("both", "second"));

        assertThat(viewed.value("both")).isEqualTo("first");
        assertThat(viewed.value("context")).isEqualTo("context");
        assertThat(viewed.value("none")).isNull();
    }

    @Test
    void value_ofTheContextAlone_isFound() {
        capture.mdc.put("user", "Ada");

        assertThat(logged(capture.logger.atInfo()).value("user")).isEqualTo("Ada");
        assertThat(marked().value("user")).isNull();
    }

    @Test
    void value_null_isLookedForInTheContext() {
        capture.mdc.put("user", "Ada");

        Viewed viewed = logged(capture.logger.atInfo().addKeyValue("user", (Object) null));

        assertThat(viewed.value("user")).isEqualTo("Ada");
    }

    @Test
    void value_keepsNumbersAndTakesNamesOfConstants() {
        Viewed viewed = logged(capture.logger
                .atInfo()
                .addKeyValue("int", 42)
                .addKeyValue("double", 19.90)
                .addKeyValue("decimal", new BigDecimal("0.10"))
                .addKeyValue("constant", Thread.State.NEW)
                .addKeyValue("constantWithBody", Shout.LOUD)
                .addKeyValue("other", List.of(1, 2)));

        assertThat(viewed.value("int")).isEqualTo(42);
        assertThat(viewed.value("double")).isEqualTo(19.90);
        assertThat(viewed.value("decimal")).isEqualTo(new BigDecimal("0.10"));
        assertThat(viewed.value("constant")).isEqualTo("NEW");
        assertThat(viewed.value("constantWithBody")).isEqualTo("LOUD");
        assertThat(viewed.value("other")).isEqualTo("[1, 2]");
    }

    @Test
    void value_thatIsHostile_saysSo() {
        Viewed viewed = logged(capture.logger.atInfo().addKeyValue("user", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        }));

        assertThat(viewed.value("user"))
                .asString()
                .contains(MarkedViewTest.class.getName(), "toString() failed", "IllegalStateException");
        assertThat(viewed.fingerprint("user")).isEqualTo(viewed.value("user"));
    }

    @Test
    void value_whoseTextIsMade_countsAsRendering() {
        Nesting nesting = new Nesting();
        List<Boolean> tooDeep = new ArrayList<>();
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.EPOCH);
        event.addKeyValuePair(new org.slf4j.event.KeyValuePair("user", new Object() {
            @Override
            public String toString() {
                tooDeep.add(nesting.isTooDeep());
                return "Ada";
            }
        }));

        Viewed viewed = Viewed.with(event, nesting);

        assertThat(viewed.value("user")).isEqualTo("Ada");
        assertThat(nesting.rendering(() -> viewed.value("user"))).isEqualTo("Ada");
        assertThat(tooDeep).containsExactly(false, true);
    }

    private enum Shout {
        LOUD {
            @Override
            public String toString() {
                return "loud!";
            }
        }
    }

    private static Marker detached(String name) {
        return MarkerFactory.getDetachedMarker(name);
    }

    private static Viewed marked(Marker... markers) {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.EPOCH);
        for (Marker marker : markers) {
            event.addMarker(marker);
        }
        return Viewed.of(event);
    }

    private Viewed logged(LoggingEventBuilder call) {
        call.log("text");
        return Viewed.of(capture.last().original());
    }

    /** A marker that closes a circle, as other libraries' markers may; SLF4J's own refuse it. */
    private static final class CircularMarker implements Marker {
        private static final long serialVersionUID = 1;

        private final String name;

        @SuppressWarnings("serial") // never serialized
        private final List<Marker> others = new ArrayList<>();

        CircularMarker(String name) {
            this.name = name;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public void add(Marker reference) {
            others.add(reference);
        }

        @Override
        public boolean remove(Marker reference) {
            return others.remove(reference);
        }

        @SuppressWarnings("InlineMeSuggester") // the interface deprecates it
        @Override
        @Deprecated
        public boolean hasChildren() {
            return hasReferences();
        }

        @Override
        public boolean hasReferences() {
            return !others.isEmpty();
        }

        @Override
        public Iterator<Marker> iterator() {
            return others.iterator();
        }

        @Override
        public boolean contains(Marker other) {
            return others.stream().anyMatch(each -> each.contains(other));
        }

        @Override
        public boolean contains(String other) {
            return name.equals(other) || others.stream().anyMatch(each -> each.contains(other));
        }
    }
}
