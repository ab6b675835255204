// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;

/**
 * The names of the keys in Redis. All keys of a partition carry one hash tag, so that a partition is one slot of a cluster,
 * for events and actions alike: a producer numbers the batches of both in one sequence. The table in docs/protocol.md says
 * what is in the keys.
 *
 * @param prefix the setting {@code keyPrefix}
 * @param partition the number of the partition; 0 on a single node
 * @param version the version of the protocol; it keeps apart what versions write
 */
public record KeySpace(String prefix, int partition, int version) {
    private static final int NOW = 2;

    public KeySpace(String prefix, int partition) {
        this(prefix, partition, NOW);
    }

    /** Returns the keys that version 1 of the protocol has written. */
    public KeySpace ofVersion1() {
        return new KeySpace(prefix, partition, 1);
    }

    public boolean isOfVersion1() {
        return version == 1;
    }

    /** Returns the name of a sealed delivery in these keys; version 1 had no redis id in it. */
    public String name(SealedId id) {
        return isOfVersion1() ? id.window() + ":" + id.generation() : id.toString();
    }

    public byte[] meta() {
        return bytes("{" + tag() + "}:meta");
    }

    /** Returns the key that whoever changes the number of partitions holds meanwhile. */
    public byte[] changing() {
        return bytes("{" + tag() + "}:changing");
    }

    /** Returns the key of the readers that are at work, if there are several partitions. */
    public byte[] readers() {
        return bytes("{" + tag() + "}:readers");
    }

    public byte[] counts(Window window) {
        return key(window.signal(), "z:" + window);
    }

    public byte[] payloads(Window window) {
        return key(window.signal(), "d:" + window);
    }

    public byte[] open(Signal signal) {
        return key(signal, "open");
    }

    /** Returns the key that holds how often a window was sealed, in version 1. */
    public byte[] generation(Window window) {
        return key(window.signal(), "g:" + window);
    }

    /** Returns the key of the book, which events and actions share. */
    public byte[] book() {
        return key(Signal.EVENTS, "book");
    }

    public byte[] sealedCounts(SealedId id) {
        return key(id.window().signal(), "Z:" + name(id));
    }

    public byte[] sealedPayloads(SealedId id) {
        return key(id.window().signal(), "D:" + name(id));
    }

    public byte[] leases(Signal signal) {
        return key(signal, "lease");
    }

    public byte[] owners(Signal signal) {
        return key(signal, "li");
    }

    /** Returns the key in which gatherers say that they run. */
    public byte[] gatherers() {
        return key(Signal.EVENTS, "gatherers");
    }

    private byte[] key(Signal signal, String name) {
        String ofSignal =
                switch (signal) {
                    case EVENTS -> "";
                    case ACTIONS -> "a:";
                };
        return bytes("{" + tag() + ":" + partition + "}:" + ofSignal + name);
    }

    private String tag() {
        return isOfVersion1() ? prefix : prefix + "." + version;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
