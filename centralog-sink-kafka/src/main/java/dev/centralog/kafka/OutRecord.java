// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.gatherer.text.JsonLine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record to be sent. Its headers are its kind, its id, and the parts of its identity, of which the id is made.
 *
 * <p>Thread-safety: none.
 */
final class OutRecord {
    private static final int ID_BYTES = 16;

    private final Head head;
    private final byte[] value;
    private final @Nullable Supplier<Smaller> smaller;

    /**
     * The part of a record beside its value.
     *
     * @param kind the kind, such as {@code event}
     * @param key decides about the partition
     * @param identity the names and texts that identify it among those of its kind, in their order
     */
    record Head(String kind, String key, Map<String, String> identity) {
        /** Returns the id: 32 hexadecimal digits, the same whenever and by whomever the record is made. */
        String id() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(kind.getBytes(UTF_8));
                for (String each : identity.values()) {
                    digest.update((byte) 0); // in none of these texts
                    digest.update(each.getBytes(UTF_8));
                }
                return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
            } catch (NoSuchAlgorithmException e) { // every Java platform must have it
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * The records to be sent instead of one that is too large.
     *
     * @param putAside how many events, samples or totals are dead letters by that
     */
    record Smaller(List<OutRecord> records, int putAside) {}

    private OutRecord(Head head, byte[] value, @Nullable Supplier<Smaller> smaller) {
        this.head = head;
        this.value = value;
        this.smaller = smaller;
    }

    /**
     * Makes one.
     *
     * @param smaller what is sent instead if it is too large; null if it can't be made smaller
     */
    static OutRecord of(Head head, JsonLine value, @Nullable Supplier<Smaller> smaller) {
        return new OutRecord(head, value.text().strip().getBytes(UTF_8), smaller);
    }

    byte[] value() {
        return value;
    }

    boolean hasSmaller() {
        return smaller != null;
    }

    /** Returns what is sent instead, if it is too large. */
    Smaller smaller() {
        return smaller == null ? new Smaller(List.of(), 0) : smaller.get();
    }

    /** Returns the record for a topic. */
    ProducerRecord<byte[], byte[]> to(String topic) {
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(topic, head.key.getBytes(UTF_8), value);
        Headers headers = made.headers();
        headers.add("kind", head.kind.getBytes(UTF_8));
        headers.add("id", head.id().getBytes(UTF_8));
        head.identity.forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
        return made;
    }
}
