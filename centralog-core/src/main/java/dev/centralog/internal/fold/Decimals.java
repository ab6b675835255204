// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Numbers as exact decimals with at most {@value #SCALE} digits after the point. */
final class Decimals {
    private static final int SCALE = 9;
    /**
     * The largest allowed number, with as many digits before the point as a long has: so sums of billions of them fit
     * a database's decimals.
     */
    private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final int LIMIT_DIGITS = LIMIT.precision();

    private Decimals() {}

    /**
     * Returns the number as a decimal; null if it is NaN, infinite or too large, or an object that can't give its
     * value.
     */
    static @Nullable BigDecimal of(Number number) {
        if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof AtomicLong
                || number instanceof AtomicInteger
                || number instanceof LongAdder) {
            return BigDecimal.valueOf(number.longValue());
        }
        try {
            return rounded(exact(number));
        } catch (RuntimeException ignored) { // no NaN, no infinities; a foreign Number may do anything
            return null;
        }
    }

    /**
     * Returns the exact number in objects of the JDK's own classes. A subclass could do anything, and later, on
     * another thread.
     */
    private static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal.getClass() == BigDecimal.class
                    ? decimal
                    : new BigDecimal(own(decimal.unscaledValue()), decimal.scale());
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(own(integer));
        }
        if (number instanceof Float) { // by its shortest text: 19.9f means 19.9
            return new BigDecimal(number.toString());
        }
        double floating = number.doubleValue();
        long whole = number instanceof Double ? 0 : number.longValue(); // e.g. of a LongAccumulator
        return whole == floating ? BigDecimal.valueOf(whole) : BigDecimal.valueOf(floating);
    }

    private static BigInteger own(BigInteger integer) {
        return integer.getClass() == BigInteger.class ? integer : new BigInteger(integer.toByteArray());
    }

    /**
     * Returns the rounded number, or null if it is too large. Checks the exponent first: changing the scale of
     * 1E+1000000000 would create that many digits.
     */
    private static @Nullable BigDecimal rounded(BigDecimal exact) {
        long digitsBeforePoint = (long) exact.precision() - exact.scale();
        if (digitsBeforePoint < -SCALE || exact.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (digitsBeforePoint > LIMIT_DIGITS) {
            return null;
        }
        BigDecimal rounded = exact.scale() > SCALE ? exact.setScale(SCALE, RoundingMode.HALF_EVEN) : exact;
        return rounded.abs().compareTo(LIMIT) > 0 ? null : rounded;
    }
}
