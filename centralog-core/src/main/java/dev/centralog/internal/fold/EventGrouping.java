// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.Origin;
import dev.centralog.Settings;
import dev.centralog.internal.wire.EventLimits;
import dev.centralog.internal.wire.GroupKey;
import org.jspecify.annotations.Nullable;

/** The grouping of events that the settings select. Thread-safety: immutable. */
public final class EventGrouping implements EventFolder.Identity {
    private final GroupBy groupBy;
    private final String fingerprintKey;
    private final int textsPerPlace;
    private final Origin own;
    private final EventLimits bounds;

    public EventGrouping(CentralogConfig config, Origin own, EventLimits bounds) {
        this.groupBy = config.get(Settings.GROUP_BY);
        this.fingerprintKey = config.get(Settings.FINGERPRINT_KEY);
        this.textsPerPlace = groupBy == GroupBy.CALL_SITE ? config.get(Settings.TEXTS_PER_PLACE) : 0;
        this.own = own;
        this.bounds = bounds;
    }

    @Override
    public GroupBy groupBy() {
        return groupBy;
    }

    @Override
    public String fingerprintKey() {
        return fingerprintKey;
    }

    @Override
    public int textsPerPlace() {
        return textsPerPlace;
    }

    @Override
    public byte[] hash(EventGroupKey key) {
        Origin origin = key.origin().equals(Origin.UNKNOWN) ? own : key.origin();
        GroupKey.Parts parts = new GroupKey.Parts(
                origin.app(),
                origin.environment(),
                key.level() == null ? "" : key.level().name(),
                key.logger(),
                key.thrownClasses());
        return switch (key.kind()) {
            case STATEMENT -> statement(parts, key);
            case FINGERPRINT ->
                GroupKey.fingerprint(parts, bounds.groupFingerprint(fingerprintKey, String.valueOf(key.text())));
            case VARYING -> GroupKey.place(parts, key.location(), null);
        };
    }

    private byte[] statement(GroupKey.Parts parts, EventGroupKey key) {
        return switch (groupBy) {
            case CALL_SITE -> GroupKey.callSite(parts, key.location(), masked(key.template()));
            case TEMPLATE -> GroupKey.template(parts, masked(key.template()));
            case MESSAGE -> GroupKey.message(parts, key.location(), masked(key.text()));
            case PLACE -> GroupKey.place(parts, key.location(), masked(key.template()));
        };
    }

    /** Returns the text as it is hashed: masked, since a hash of a short secret reveals the secret. */
    private @Nullable String masked(@Nullable String text) {
        return text == null ? null : bounds.groupText(text);
    }

    @Override
    public String digest(String text) {
        return "digest:" + GroupKey.digestOf(text);
    }
}
