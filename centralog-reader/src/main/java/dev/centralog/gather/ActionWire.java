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
 * The stored form of the totals of gathered actions, and of totals that are put aside because a database refuses them.
 *
 * <p>Thread-safety: all methods may be called by any thread; none blocks.
 */
public final class ActionWire {
    /** The user ids that could be taken for {@link GatheredAction#OVERFLOW}; each is stored with one more tilde in front. */
    private static final Pattern RESERVED_USER = Pattern.compile("~+overflow");

    private ActionWire() {}

    /**
     * Returns the id that a user is stored under; a too long one is cut and gets a digest, and each NUL becomes a visible sign.
     */
    public static String storedUser(String user) {
        String id = ActionKey.id(user);
        return id.startsWith("~") && RESERVED_USER.matcher(id).matches() ? "~" + id : id;
    }

    /** Returns the id that an action is stored under: made like {@link #storedUser}, but no action id is reserved. */
    public static String storedAction(String action) {
        return ActionKey.id(action);
    }

    /** Returns the totals as versioned JSON in UTF-8, the same as in Redis. */
    public static byte[] encode(ActionTotals totals) {
        return TotalsEncoder.encode(totals);
    }

    /**
     * Reads totals; fields that this version does not know are skipped.
     *
     * @throws UnreadableEventException if the bytes are no totals, or those of a newer major version
     */
    public static ActionTotals decode(byte[] json) {
        return TotalsDecoder.decode(json);
    }

    /** Returns the samples of payloads as a JSON array of texts; null if there are none. */
    public static @Nullable String samples(ActionTotals totals) {
        return totals.samples().isEmpty() ? null : TotalsEncoder.samples(totals.samples());
    }

    /**
     * Reads the samples that {@link #samples} wrote; null gives an empty list.
     *
     * @throws UnreadableEventException if the text is no array of texts
     */
    public static List<String> readSamples(@Nullable String json) {
        return json == null ? List.of() : TotalsDecoder.readSamples(json);
    }

    /** Returns the totals as a payload to be put aside, with the reason and the name of the row that they belong to. */
    public static UnreadablePayload putAside(GatheredAction action, String reason) {
        String groupId = new ActionRowId(action.sliceLength().toSeconds(), action.user(), action.action()).groupId();
        return new UnreadablePayload(action.sliceStart(), groupId, action.delivery(), encode(action.totals()), reason);
    }

    /**
     * Reads totals that were put aside, by {@link #putAside} or during gathering. Returns the row with that identity, those
     * totals and the count 0.
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
