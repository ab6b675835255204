// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects what is written, in an array of just that length: what comes in one piece, as most events do, is copied once.
 *
 * <p>Thread-safety: none.
 */
final class Bytes extends OutputStream {
    private byte[] bytes = {};
    private int count;

    @Override
    public void write(int each) {
        write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        if (count == 0) {
            bytes = Arrays.copyOfRange(from, offset, offset + length);
        } else {
            if (length > bytes.length - count) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(count, length)));
            }
            System.arraycopy(from, offset, bytes, count, length);
        }
        count += length;
    }

    byte[] written() {
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
