// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.process.ProcessId;
import dev.centralog.internal.time.Clock;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Random numbers that no other process has, none of them 0. They are the system's, mixed with the time and the process id:
 * two virtual machines that go on from one snapshot may get the same numbers from a kernel that has not noticed it.
 *
 * <p>Thread-safety: the shipper thread alone. The first number of a process may take long.
 */
final class RandomNumbers implements LongSupplier {
    private final Clock clock;
    private @Nullable SecureRandom random;

    RandomNumbers(Clock clock) {
        this.clock = clock;
    }

    @Override
    public long getAsLong() {
        if (random == null) {
            random = new SecureRandom();
        }
        ByteBuffer mixed = ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(random.nextLong())
                .putLong(clock.nanos())
                .putLong(clock.epochMillis())
                .putLong(ProcessId.own());
        long number = ByteBuffer.wrap(sha256(mixed.array())).getLong();
        return number == 0 ? getAsLong() : number;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }
}
