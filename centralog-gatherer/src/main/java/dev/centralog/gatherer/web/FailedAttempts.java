// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A limit to guessing: of an address, ten attempts may fail at once, and one more with each second. Of IPv6, all addresses with the
 * same first 64 bits are one, since a machine has that many.
 *
 * <p>Thread-safe.
 */
final class FailedAttempts {
    private static final int AT_ONCE = 10;
    private static final long NANOS_EACH = Duration.ofSeconds(1).toNanos();
    private static final int MOST_ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;

    private final LongSupplier nanos;

    /** The time up to which an address's attempts are used up, were they one a second. */
    private final Map<String, Long> usedUpTo = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    FailedAttempts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns whether no attempt from there is looked at for the moment. */
    synchronized boolean isLimited(InetAddress from) {
        Long upTo = usedUpTo.get(network(from));
        return upTo != null && upTo - nanos.getAsLong() > (AT_ONCE - 1) * NANOS_EACH;
    }

    /** Counts a failed attempt. */
    synchronized void failed(InetAddress from) {
        long now = nanos.getAsLong();
        String network = network(from);
        Long upTo = usedUpTo.remove(network); // so that it becomes the youngest
        usedUpTo.put(network, (upTo == null || upTo - now < 0 ? now : upTo) + NANOS_EACH);
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
