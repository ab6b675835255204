// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.Origin;
import dev.centralog.Settings;
import dev.centralog.internal.wire.EventLimits;
import dev.centralog.internal.wire.GroupKey;

/** How the settings tell groups apart. Thread-safety: immutable. */
public final class EventGrouping implements EventFolder.Identity {
    private final GroupBy groupBy;
    private final String fingerprintKey;
    private final Origin own;
    private final EventLimits bounds;

    public EventGrouping(CentralogConfig config, Origin own, EventLimits bounds) {
        this.groupBy = config.get(Settings.GROUP_BY);
        this.fingerprintKey = config.get(Settings.FINGERPRINT_KEY);
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
    public byte[] hash(EventGroupKey parts) {
        Origin origin = parts.origin().equals(Origin.UNKNOWN) ? own : parts.origin();
        if (parts.fingerprinted()) {
            return GroupKey.fingerprint(origin.app(), origin.environment(), String.valueOf(parts.text()));
        }
        GroupKey.Parts key = new GroupKey.Parts(
                origin.app(),
                origin.environment(),
                parts.logger(),
                parts.template(),
                parts.level() == null ? "" : parts.level().name(),
                parts.thrownClasses());
        return switch (groupBy) {
            case CALL_SITE -> GroupKey.callSite(key, parts.location());
            case TEMPLATE -> GroupKey.template(key);
            // Masked first: a hash of a short secret tells the secret.
            case MESSAGE ->
                GroupKey.message(key, parts.location(), parts.text() == null ? null : bounds.groupText(parts.text()));
        };
    }

    @Override
    public String digest(String text) {
        return "digest:" + GroupKey.toHex(GroupKey.fingerprint("", "", text));
    }
}
