// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.MarkerManager.Log4jMarker;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The parts of an event that core reads to count it as an action. */
class MarkedViewTest {
    private static final Message PLAIN = new SimpleMessage("x");

    @Test
    void marker_isFoundByItsName() {
        assertThat(marked(MarkerManager.getMarker("ACTION")).hasMarker("ACTION"))
                .isTrue();
        assertThat(marked(MarkerManager.getMarker("ACTIONS")).hasMarker("ACTION"))
                .isFalse();
        assertThat(new Viewed(event(PLAIN, Map.of())).hasMarker("ACTION")).isFalse();
    }

    @Test
    void marker_isFoundAmongParentsAndTheirs() {
        Marker action = new Log4jMarker("ACTION");
        Marker sale = new Log4jMarker("SALE").setParents(new Log4jMarker("SHOP"), action);
        Marker refund = new Log4jMarker("REFUND").setParents(sale);

        assertThat(marked(sale).hasMarker("ACTION")).isTrue();
        assertThat(marked(refund).hasMarker("ACTION")).isTrue();
        assertThat(marked(refund).hasMarker("SHOP")).isTrue();
        assertThat(marked(action).hasMarker("SALE")).isFalse();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void markersInACircle_areSearchedOnce() {
        Marker one = new Log4jMarker("ONE");
        Marker two = new Log4jMarker("TWO").setParents(one);
        one.setParents(two, one);

        assertThat(marked(one).hasMarker("TWO")).isTrue();
        assertThat(marked(one).hasMarker("ACTION")).isFalse();
        assertThat(marked(one).hasMarker(MarkerManager.getMarker("REGISTERED").getName()))
                .isFalse();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void markersWithManyWaysUp_areSearchedOnce() {
        Marker top = new Log4jMarker("TOP");
        List<Marker> layer = List.of(top);
        for (int depth = 0; depth < 60; depth++) { // 2 to the power of 60 paths
            Marker[] parents = layer.toArray(Marker[]::new);
            List<Marker> next = new ArrayList<>();
            next.add(new Log4jMarker("LEFT" + depth).setParents(parents));
            next.add(new Log4jMarker("RIGHT" + depth).setParents(parents));
            layer = next;
        }

        assertThat(marked(layer.get(0)).hasMarker("TOP")).isTrue();
        assertThat(marked(layer.get(0)).hasMarker("ACTION")).isFalse();
    }

    @Test
    void value_isFromAMapMessageThenFromTheContext() {
        StringMapMessage message = new StringMapMessage().with("both", "map").with("map", "map");
        Viewed viewed = new Viewed(event(message, Map.of("both", "context", "context", "context")));

        assertThat(viewed.value("both")).isEqualTo("map");
        assertThat(viewed.value("map")).isEqualTo("map");
        assertThat(viewed.value("context")).isEqualTo("context");
        assertThat(viewed.value("none")).isNull();
    }

    @Test
    void value_ofTheContextAlone_isFound() {
        assertThat(new Viewed(event(PLAIN, Map.of("user", "Ada"))).value("user"))
                .isEqualTo("Ada");
        assertThat(new Viewed(new Log4jLogEvent()).value("user")).isNull();
    }

    @Test
    void value_keepsNumbersAndTakesNamesOfConstants() {
        StringMapMessage message = new StringMapMessage()
                .with("int", 42)
                .with("double", 19.90)
                .with("decimal", new BigDecimal("0.10"))
                .with("constant", Thread.State.NEW)
                .with("constantWithBody", Shout.LOUD)
                .with("other", List.of(1, 2));
        Viewed viewed = new Viewed(event(message, Map.of()));

        assertThat(viewed.value("int")).isEqualTo(42);
        assertThat(viewed.value("double")).isEqualTo(19.90);
        assertThat(viewed.value("decimal")).isEqualTo(new BigDecimal("0.10"));
        assertThat(viewed.value("constant")).isEqualTo("NEW");
        assertThat(viewed.value("constantWithBody")).isEqualTo("LOUD");
        assertThat(viewed.value("other")).isEqualTo("[1, 2]");
    }

    @Test
    void value_thatIsHostile_saysSo() {
        StringMapMessage message = new StringMapMessage().with("user", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        });

        Viewed viewed = new Viewed(event(message, Map.of()));

        assertThat(viewed.value("user"))
                .asString()
                .contains(MarkedViewTest.class.getName(), "toString() failed", "IllegalStateException");
        assertThat(viewed.fingerprint("user")).isEqualTo(viewed.value("user"));
    }

    private enum Shout {
        LOUD {
            @Override
            public String toString() {
                return "loud!";
            }
        }
    }

    private static Viewed marked(Marker marker) {
        return new Viewed(
                Log4jLogEvent.newBuilder().setMessage(PLAIN).setMarker(marker).build());
    }

    private static Log4jLogEvent event(Message message, Map<String, String> context) {
        return Log4jLogEvent.newBuilder()
                .setMessage(message)
                .setContextData(new SortedArrayStringMap(context))
                .build();
    }
}
