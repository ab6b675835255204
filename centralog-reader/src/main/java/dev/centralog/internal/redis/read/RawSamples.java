// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a group as they are in Redis. The script {@code apply-events} has their form.
 *
 * @param isOwnCounted whether the event of the payload is counted in this delivery
 * @param all the samples that the index names
 */
public record RawSamples(boolean isOwnCounted, List<RawSample> all) {
    /** The samples of a group without an index. */
    public static final RawSamples NONE = new RawSamples(true, List.of());

    private static final int HEAD_BYTES = 9;
    private static final int ENTRY_BYTES = 16;
    private static final Pattern HEAD = Pattern.compile("[ob][0-9]{8}");

    /**
     * One sample.
     *
     * @param content null if there is none, or if it is too long to be fetched
     * @param refusedBytes the length of a sample that is too long, else 0
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record RawSample(long process, long sequence, byte @Nullable [] content, long refusedBytes) {}

    /** Returns the samples of a group, given the reply of the script {@code events} for it: payload, index, samples. */
    static RawSamples of(List<? extends @Nullable Object> reply) {
        if (reply.size() < 2 || !(reply.get(1) instanceof byte[] index) || !isIndex(index)) {
            return NONE;
        }
        ByteBuffer entries = ByteBuffer.wrap(index, HEAD_BYTES, index.length - HEAD_BYTES);
        List<RawSample> all = new ArrayList<>();
        for (int i = 2; i < reply.size() && entries.remaining() >= ENTRY_BYTES; i++) {
            Object sample = reply.get(i);
            byte[] content = sample instanceof byte[] bytes ? bytes : null;
            long refused = sample instanceof Long length ? length : 0;
            all.add(new RawSample(entries.getLong(), entries.getLong(), content, refused));
        }
        return new RawSamples(index[0] == 'o', all);
    }

    private static boolean isIndex(byte[] index) {
        return index.length >= HEAD_BYTES
                && HEAD.matcher(new String(index, 0, HEAD_BYTES, US_ASCII)).matches();
    }
}
