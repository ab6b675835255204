// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.ActionTotals;
import dev.centralog.internal.decode.ActionRowId;
import dev.centralog.internal.decode.TotalsDecoder;
import dev.centralog.internal.wire.ActionKey;
import dev.centralog.internal.wire.TotalsEncoder;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of what gathered actions came to, and how it is put aside where a database does not take it.
 *
 * <p>Thread-safety: all methods may be called by any thread; none blocks.
 */
public final class ActionWire {
    /** An id that would be taken for {@link GatheredAction#OVERFLOW} gets one more of its first sign. */
    private static final Pattern RESERVED_USER = Pattern.compile("~+overflow");

    private ActionWire() {}

    /** The id that a user is stored under: of one that is too long the start with a digest, and without NUL. */
    public static String storedUser(String user) {
        String id = ActionKey.id(user);
        return RESERVED_USER.matcher(id).matches() ? "~" + id : id;
    }

    /** The id that an action is stored under; as {@link #storedUser}, but none is reserved. */
    public static String storedAction(String action) {
        return ActionKey.id(action);
    }

    /** The totals as versioned JSON in UTF-8, as they are in Redis. */
    public static byte[] encode(ActionTotals totals) {
        return TotalsEncoder.encode(totals);
    }

    /**
     * Reads totals; fields that this version does not know are skipped.
     *
     * @throws UnreadableEventException if these are none, or of a newer major version
     */
    public static ActionTotals decode(byte[] json) {
        return TotalsDecoder.decode(json);
    }

    /** The samples of payloads as a JSON array of texts; null if there are none. */
    public static @Nullable String samples(ActionTotals totals) {
        return totals.samples().isEmpty() ? null : TotalsEncoder.samples(totals.samples());
    }

    /**
     * Reads what {@link #samples} wrote; none of null.
     *
     * @throws UnreadableEventException if it is no array of texts
     */
    public static List<String> readSamples(@Nullable String json) {
        return json == null ? List.of() : TotalsDecoder.readSamples(json);
    }

    /** The totals to be put aside, for that reason, under the name of the row that they belong to. */
    public static UnreadablePayload putAside(GatheredAction action, String reason) {
        String groupId = new ActionRowId(action.sliceLength().toSeconds(), action.user(), action.action()).groupId();
        return new UnreadablePayload(action.sliceStart(), groupId, action.delivery(), encode(action.totals()), reason);
    }

    /**
     * Reads totals that were put aside, by {@link #putAside} or in gathering: the row of that identity, with the count 0.
     *
     * @throws UnreadableEventException if they can't be read, or belong to no row of actions
     */
    public static GatheredAction readAside(UnreadablePayload payload) {
        ActionRowId letter = ActionRowId.parse(payload.groupId());
        boolean overflow = letter.user().equals(GatheredAction.OVERFLOW);
        return new GatheredAction(
                payload.windowStart(),
                Duration.ofSeconds(letter.seconds()),
                letter.user(),
                letter.action(),
                payload.delivery(),
                0,
                decode(payload.raw()),
                overflow ? GatheredAction.Flag.OVERFLOW : GatheredAction.Flag.NONE,
                null);
    }
}
