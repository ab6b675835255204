// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records of dead letters: of what could not be read, or is too large for the topic. */
final class LetterRecords {
    /** The reason of what is put aside here. */
    static final String TOO_LARGE = "its record is larger than the topic takes (max.message.bytes)";

    private LetterRecords() {}

    /**
     * Returns the record of a dead letter. If that is too large, too, only the start of its bytes is sent.
     *
     * @param stream the stream that it is of, as in a database
     */
    static OutRecord of(UnreadablePayload letter, String stream) {
        return cutTo(letter.raw().length, letter, stream);
    }

    private static OutRecord cutTo(int bytes, UnreadablePayload letter, String stream) {
        int all = letter.raw().length;
        JsonLine value = new JsonLine()
                .add("second", Times.UTC.iso(letter.windowStart()))
                .add("group", letter.groupId())
                .add("delivery", letter.delivery())
                .add("stream", stream)
                .add(
                        "reason",
                        bytes == all
                                ? letter.reason()
                                : "cut from " + all + " to " + bytes + " bytes; " + letter.reason())
                .add("raw", Base64.getEncoder().encodeToString(Arrays.copyOf(letter.raw(), bytes)));
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("window_start", letter.windowStart().toString());
        identity.put("group", letter.groupId());
        identity.put("delivery", letter.delivery());
        identity.put("stream", stream);
        return OutRecord.of(
                new OutRecord.Head("dead-letter", letter.groupId(), identity),
                value,
                bytes == 0 ? null : () -> new OutRecord.Smaller(List.of(cutTo(bytes / 2, letter, stream)), 0));
    }
}
