// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    private static void assertExactly(Number number, String decimal) {
        assertThat(Decimals.of(number)).isEqualByComparingTo(decimal);
    }

    @Test
    void numbers_areTheirDigits() {
        assertExactly(3, "3");
        assertExactly((byte) -3, "-3");
        assertExactly(Long.MIN_VALUE, "-9223372036854775808");
        assertExactly(new AtomicLong(7), "7");
        assertExactly(19.9, "19.9");
        assertExactly(19.9f, "19.9");
        assertExactly(new BigInteger("12"), "12");
        assertExactly(new BigDecimal("1E+3"), "1000");
        assertExactly(-0.0, "0");
        assertExactly(Double.MIN_VALUE, "0");
        assertExactly(new BigDecimal("1E-1000000000"), "0");
        assertExactly(new BigDecimal("0E+1000000000"), "0");
    }

    @Test
    void integers_ofAllKinds_areExact() {
        long odd = (1L << 53) + 1; // lies between two doubles
        LongAdder adder = new LongAdder();
        adder.add(odd);
        LongAccumulator accumulator = new LongAccumulator(Long::sum, 0);
        accumulator.accumulate(odd);
        DoubleAdder floating = new DoubleAdder();
        floating.add(0.5);
        assertExactly(new AtomicLong(odd), "9007199254740993");
        assertExactly(adder, "9007199254740993");
        assertExactly(accumulator, "9007199254740993");
        assertExactly(floating, "0.5");
    }

    /** A decimal whose methods throw later, on a thread that can't handle it. */
    private static final class OddDecimal extends BigDecimal {
        private static final long serialVersionUID = 1;

        OddDecimal(String digits) {
            super(digits);
        }

        @Override
        public BigDecimal setScale(int newScale) {
            throw new IllegalStateException("hostile");
        }
    }

    private static final class OddInteger extends BigInteger {
        private static final long serialVersionUID = 1;

        OddInteger(String digits) {
            super(digits);
        }

        @Override
        public BigInteger mod(BigInteger base) {
            throw new IllegalStateException("hostile");
        }
    }

    @Test
    void numbers_ofForeignSubclasses_areCopied() {
        assertExactly(new OddDecimal("19.90"), "19.9");
        assertThat(Decimals.of(new OddDecimal("19.90"))).isExactlyInstanceOf(BigDecimal.class);
        assertThat(Decimals.of(new BigDecimal(new OddInteger("-7"), 1))).isEqualByComparingTo("-0.7");
        assertThat(Decimals.of(new OddInteger("-7"))).isEqualByComparingTo("-7");
    }

    @Test
    void digits_beyondTheNinth_areRoundedHalfToEven() {
        assertExactly(new BigDecimal("0.0000000005"), "0");
        assertExactly(new BigDecimal("0.0000000015"), "0.000000002");
        assertExactly(new BigDecimal("0.00000000051"), "0.000000001");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e19, -1e300})
    void numbers_thatCantBeCounted_areNone(double number) {
        assertThat(Decimals.of(number)).isNull();
    }

    @Test
    void numbers_tooLarge_areNone() {
        assertThat(Decimals.of(new BigDecimal("1E+1000000000"))).isNull();
        assertThat(Decimals.of(new BigDecimal("9223372036854775807.5"))).isNull();
        assertThat(Decimals.of(Float.NaN)).isNull();
    }

    @Test
    void numbers_ofHostileKinds_areNone() {
        Number hostile = new Number() {
            private static final long serialVersionUID = 1;

            @Override
            public int intValue() {
                throw new IllegalStateException();
            }

            @Override
            public long longValue() {
                throw new IllegalStateException();
            }

            @Override
            public float floatValue() {
                throw new IllegalStateException();
            }

            @Override
            public double doubleValue() {
                throw new IllegalStateException();
            }
        };
        assertThat(Decimals.of(hostile)).isNull();
    }
}
