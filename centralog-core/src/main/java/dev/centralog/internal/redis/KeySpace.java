// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;

/**
 * The names of the keys in Redis. All keys of a partition carry one hash tag, so that a partition is one slot of a
 * cluster, for events and actions alike: a producer numbers the batches of both in one row. The table in
 * docs/protocol.md says what is in them.
 *
 * @param prefix the setting {@code keyPrefix}
 * @param partition the number of the partition; 0 on a single node
 */
record KeySpace(String prefix, int partition) {
    byte[] meta() {
        return bytes("{" + prefix + "}:meta");
    }

    byte[] counts(Window window) {
        return key(window.signal(), "z:" + window);
    }

    byte[] payloads(Window window) {
        return key(window.signal(), "d:" + window);
    }

    byte[] open(Signal signal) {
        return key(signal, "open");
    }

    byte[] generation(Window window) {
        return key(window.signal(), "g:" + window);
    }

    byte[] sealedCounts(SealedId id) {
        return key(id.window().signal(), "Z:" + id);
    }

    byte[] sealedPayloads(SealedId id) {
        return key(id.window().signal(), "D:" + id);
    }

    byte[] leases(Signal signal) {
        return key(signal, "lease");
    }

    byte[] owners(Signal signal) {
        return key(signal, "li");
    }

    byte[] marker(String producer) {
        return key(Signal.EVENTS, "pr:" + producer);
    }

    private byte[] key(Signal signal, String name) {
        String ofSignal =
                switch (signal) {
                    case EVENTS -> "";
                    case ACTIONS -> "a:";
                };
        return bytes("{" + prefix + ":" + partition + "}:" + ofSignal + name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
