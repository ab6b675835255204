// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The names of the keys in Redis. All keys of a partition carry one hash tag, so that a partition is one slot of a
 * cluster. The table in docs/protocol.md says what is in them.
 *
 * @param prefix the setting {@code keyPrefix}
 * @param partition the number of the partition; 0 on a single node
 */
record KeySpace(String prefix, int partition) {
    byte[] meta() {
        return bytes("{" + prefix + "}:meta");
    }

    byte[] counts(long window) {
        return key("z:" + window);
    }

    byte[] payloads(long window) {
        return key("d:" + window);
    }

    byte[] open() {
        return key("open");
    }

    byte[] generation(long window) {
        return key("g:" + window);
    }

    byte[] sealedCounts(SealedId id) {
        return key("Z:" + id);
    }

    byte[] sealedPayloads(SealedId id) {
        return key("D:" + id);
    }

    byte[] leases() {
        return key("lease");
    }

    byte[] owners() {
        return key("li");
    }

    byte[] marker(String producer) {
        return key("pr:" + producer);
    }

    private byte[] key(String name) {
        return bytes("{" + prefix + ":" + partition + "}:" + name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
