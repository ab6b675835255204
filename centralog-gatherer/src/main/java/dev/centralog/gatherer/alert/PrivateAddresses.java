// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses that are not of the public internet, by IANA's registries of special-purpose addresses (RFC 6890 and its successors):
 * those of this machine, of private networks, of one link, of groups of machines, and reserved ones.
 */
final class PrivateAddresses {
    private static final List<Range> IPV4 = List.of(
            range("0.0.0.0", 8),
            range("10.0.0.0", 8),
            range("100.64.0.0", 10),
            range("127.0.0.0", 8),
            range("169.254.0.0", 16),
            range("172.16.0.0", 12),
            range("192.0.0.0", 24),
            range("192.0.2.0", 24),
            range("192.88.99.0", 24),
            range("192.168.0.0", 16),
            range("198.18.0.0", 15),
            range("198.51.100.0", 24),
            range("203.0.113.0", 24),
            range("224.0.0.0", 3));

    /** The range of addresses behind which an IPv6-only network reaches IPv4: the last four bytes are the address meant. */
    private static final Range NAT64 = range("64:ff9b::", 96);

    private static final Range GLOBAL_IPV6 = range("2000::", 3);

    /** Parts of the global range that are reserved for protocols or documentation, or have IPv4 addresses within them. */
    private static final List<Range> NOT_GLOBAL_IPV6 =
            List.of(range("2001::", 23), range("2001:db8::", 32), range("2002::", 16), range("3fff::", 20));

    private static final int NAT64_BYTES = 12;

    private PrivateAddresses() {}

    private record Range(InetAddress start, int bits) {
        boolean contains(byte[] address) {
            byte[] first = start.getAddress();
            if (first.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if ((first[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Range range(String start, int bits) {
        try {
            return new Range(InetAddress.getByName(start), bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(start, e);
        }
    }

    /** Returns whether an address is one of these. */
    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPrivate(bytes);
        }
        if (NAT64.contains(bytes)) {
            return isPrivate(Arrays.copyOfRange(bytes, NAT64_BYTES, bytes.length));
        }
        return !GLOBAL_IPV6.contains(bytes) || NOT_GLOBAL_IPV6.stream().anyMatch(each -> each.contains(bytes));
    }

    private static boolean isPrivate(byte[] ipv4) {
        return IPV4.stream().anyMatch(each -> each.contains(ipv4));
    }
}
