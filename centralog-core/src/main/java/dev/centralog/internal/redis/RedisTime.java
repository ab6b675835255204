// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The reading of the reply to TIME. */
public final class RedisTime {
    private RedisTime() {}

    public static long millis(List<byte[]> answer) {
        return number(answer.get(0)) * 1000 + number(answer.get(1)) / 1000;
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }
}
