// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DataSnapshotTest {
    @Test
    void data_staysItself() {
        for (Object value : new Object[] {
            "text",
            true,
            1,
            2L,
            (short) 3,
            (byte) 4,
            1.5,
            2.5f,
            BigInteger.TEN,
            new BigDecimal("1.10"),
            List.of(1, "a"),
            Map.of("k", List.of(false))
        }) {
            assertThat(DataSnapshot.of(value)).isEqualTo(value);
        }
        assertThat(DataSnapshot.of(null)).isNull();
    }

    @Test
    void objects_becomeTheirText() {
        UUID id = new UUID(1, 2);

        assertThat(DataSnapshot.of(id)).isEqualTo(id.toString());
        assertThat(DataSnapshot.of(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(DataSnapshot.of(GroupBy.CALL_SITE)).isEqualTo("CALL_SITE");
        assertThat(DataSnapshot.of(Optional.of(1))).isEqualTo("Optional[1]");
        assertThat(DataSnapshot.of(CharBuffer.wrap("live"))).isEqualTo("live");
        assertThat(DataSnapshot.of('c')).isEqualTo("c");
        assertThat(DataSnapshot.of(Double.NaN)).isEqualTo("NaN");
        assertThat(DataSnapshot.of(Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }

    @Test
    void liveNumbers_areReadAtOnce() {
        AtomicInteger live = new AtomicInteger(5);

        Object data = DataSnapshot.of(live);
        live.set(6);

        assertThat(data).isEqualTo(5L);
    }

    @Test
    void arrays_becomeLists() {
        assertThat(DataSnapshot.of(new int[] {1, 2})).isEqualTo(List.of(1, 2));
        assertThat(DataSnapshot.of(new byte[] {-1})).isEqualTo(List.of((byte) -1));
        assertThat(DataSnapshot.of(new double[] {0.5, Double.NaN})).isEqualTo(List.of(0.5, "NaN"));
        assertThat(DataSnapshot.of(new boolean[] {true})).isEqualTo(List.of(true));
        assertThat(DataSnapshot.of(new char[] {'a', 'b'})).isEqualTo("ab");
        assertThat(DataSnapshot.of(new Object[] {null, "x", new long[] {3}}))
                .isEqualTo(Arrays.asList(null, "x", List.of(3L)));
    }

    @Test
    void collections_becomeListsAndMaps_withTextsForKeys() {
        Map<@Nullable Object, Object> map = new LinkedHashMap<>();
        map.put(1, Set.of("a"));
        map.put(null, 2);

        assertThat(DataSnapshot.of(map)).isEqualTo(Map.of("1", List.of("a"), "null", 2));
    }

    @Test
    void structure_thatContainsItself_ends() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        List<Object> one = new ArrayList<>();
        one.add(Map.of("one", one));
        Object[] array = new Object[1];
        array[0] = array;

        assertThat(DataSnapshot.of(list)).isEqualTo(List.of(List.of(List.of(List.of("…")))));
        assertThat(DataSnapshot.of(one)).hasToString("[{one=[{one=…}]}]");
        assertThat(DataSnapshot.of(array)).hasToString("[[[[…]]]]");
    }

    @Test
    void structure_isBoundedInEveryDirection() {
        List<Object> wide = Collections.nCopies(1_000_000, 1);
        Object tree = Collections.nCopies(300, Collections.nCopies(300, Collections.nCopies(300, "leaf")));
        Map<Integer, Integer> map = new HashMap<>();
        IntStream.range(0, 1000).forEach(i -> map.put(i, i));

        assertThat(DataSnapshot.of(wide))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(257)
                .endsWith("…");
        assertThat(DataSnapshot.of(map))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasSize(257)
                .containsKey("…");
        assertThat(String.valueOf(DataSnapshot.of(tree)).split("leaf", -1)).hasSizeBetween(3_000, 4_097);
    }

    @Test
    void data_madeTwice_isTheSame() {
        Object tree = Collections.nCopies(300, Collections.nCopies(300, Map.of("k", Collections.nCopies(300, 1))));

        Object data = DataSnapshot.of(tree);

        assertThat(DataSnapshot.of(data)).isEqualTo(data);
    }

    private record Hostile(Supplier<Throwable> fault) {
        @Override
        public String toString() {
            throw Hostile.<RuntimeException>undeclared(fault.get());
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
        }) // as other JVM languages throw checked exceptions anywhere
        private static <E extends Throwable> E undeclared(Throwable fault) throws E {
            throw (E) fault;
        }
    }

    @Test
    void toString_thatThrows_isSaid() {
        List<Supplier<Throwable>> faults = List.of(
                IllegalStateException::new,
                StackOverflowError::new,
                AssertionError::new,
                IOException::new,
                OutOfMemoryError::new);
        for (Supplier<Throwable> fault : faults) {
            Hostile hostile = new Hostile(fault);

            String said = "[" + Hostile.class.getName() + ": toString() failed: "
                    + fault.get().getClass().getName() + "]";
            assertThat(DataSnapshot.of(hostile)).isEqualTo(said);
            assertThat(DataSnapshot.of(Map.of("key", hostile))).isEqualTo(Map.of("key", said));
        }
    }

    @Test
    void toString_thatIsNull_isTheTextNull() {
        Object empty = new Object() {
            @Override
            @SuppressWarnings("ToStringReturnsNull") // as users' classes do
            public @Nullable String toString() {
                return null;
            }
        };

        assertThat(DataSnapshot.of(empty)).isEqualTo("null");
    }

    @Test
    void collection_thatChangesWhileItIsRead_isSaid() {
        List<Integer> changing = new ArrayList<>(List.of(1, 2, 3));
        List<Object> list = new ArrayList<>();
        list.add(new AbstractList<Object>() {
            @Override
            public Object get(int index) {
                list.add(index);
                return index;
            }

            @Override
            public int size() {
                return 1;
            }
        });
        list.addAll(changing);

        assertThat(DataSnapshot.of(list))
                .isEqualTo("[java.util.ArrayList: toString() failed: java.util.ConcurrentModificationException]");
    }
}
