// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * A decimal as {@value #COUNT} numbers in base 10^9, the last one the billionths; all but the first are from 0 to
 * 999999999. Lua's numbers hold 53 bits: so cut, a decimal is added and compared there without a rounding.
 */
final class Base1e9Decimal {
    static final int COUNT = 4;
    /** Digits behind the point. */
    static final int SCALE = 9;

    private static final BigInteger BASE = BigInteger.valueOf(1_000_000_000);

    private Base1e9Decimal() {}

    static void write(JsonOutput json, BigDecimal decimal) {
        BigInteger rest = decimal.setScale(SCALE).unscaledValue();
        BigInteger[] limbs = new BigInteger[COUNT];
        for (int i = COUNT - 1; i > 0; i--) {
            limbs[i] = rest.mod(BASE);
            rest = rest.subtract(limbs[i]).divide(BASE);
        }
        limbs[0] = rest;
        json.writeStartArray();
        for (BigInteger limb : limbs) {
            json.writeLiteral(limb.toString());
        }
        json.writeEndArray();
    }

    static BigDecimal read(JsonInput input) throws IOException {
        List<Long> limbs = input.list(input::integer);
        if (limbs.size() != COUNT) {
            throw input.wrong("a number of " + COUNT + " limbs");
        }
        BigInteger whole = BigInteger.ZERO;
        for (long limb : limbs) {
            whole = whole.multiply(BASE).add(BigInteger.valueOf(limb));
        }
        BigDecimal exact = new BigDecimal(whole, SCALE);
        // Without the zeros at the end, but 100 stays 100 and does not become 1E+2.
        BigDecimal shortest = exact.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
