// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.decode.ProcessDecoder;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The data that processes which have counted in a window report of themselves.
 *
 * <p>Thread-safety: none.
 */
final class WindowProcesses {
    private final Map<String, ProcessInfo> known = new HashMap<>();
    private final List<byte[]> fields = new ArrayList<>();

    WindowProcesses(Collection<Long> processes) {
        for (long process : processes) {
            fields.add(ByteBuffer.allocate(Long.BYTES).putLong(process).array());
        }
    }

    /** Returns the fields in which they say it. */
    List<byte[]> fields() {
        return fields;
    }

    /** Reads these fields, which come first; what can't be read counts as not said. */
    void read(Iterator<GroupCount> all) {
        for (byte[] process : fields) {
            GroupCount read = all.hasNext() ? all.next() : new GroupCount(process, 0, null);
            if (read.payload() != null) {
                try {
                    known.put(HexFormat.of().formatHex(process), ProcessDecoder.decode(Payload.readable(read)));
                } catch (UnreadableEventException ignored) {
                    // Its counts and samples do not need it.
                }
            }
        }
    }

    /** Returns what they say, by their hexadecimal digits. */
    Map<String, ProcessInfo> known() {
        return known;
    }

    /** Returns the origin of an event of that process: what is not known is that of the first event of its group. */
    Origin origin(String process, Origin ofFirst) {
        ProcessInfo info = known.get(process);
        return info == null
                ? new Origin(ofFirst.app(), ofFirst.environment(), "", 0)
                : new Origin(info.app(), info.environment(), info.host(), info.pid());
    }
}
