// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A decimal as {@value #COUNT} numbers in base 10^9, the last one counting the billionths; all but the first are from
 * 0 to 999999999. Lua's numbers hold 53 bits, so Lua can add and compare a decimal in this form without rounding.
 */
public final class Base1e9Decimal {
    public static final int COUNT = 4;
    /** The number of digits after the point. */
    public static final int SCALE = 9;

    public static final BigInteger BASE = BigInteger.valueOf(1_000_000_000);

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
}
