// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.Origin;
import dev.centralog.internal.wire.Drop;
import dev.centralog.internal.wire.DropEncoder;
import dev.centralog.internal.wire.ReservedGroups;
import java.util.Locale;

/** The reserved groups and payloads of this process's drop reports. */
record OwnDrops(Origin own, Numbering numbering) implements DropReporter.Encoder {
    @Override
    public byte[] group(DropReporter.Kind kind) {
        return ReservedGroups.drop(drop(kind), numbering.process());
    }

    @Override
    public byte[] payload(DropReporter.Kind kind) {
        return DropEncoder.encode(drop(kind));
    }

    private Drop drop(DropReporter.Kind kind) {
        String stream = kind.signal().name().toLowerCase(Locale.ROOT);
        return new Drop(stream, kind.reason().label(), own);
    }
}
