// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.ProcessInfo;
import dev.centralog.internal.process.Surroundings;
import dev.centralog.internal.status.Version;
import dev.centralog.internal.wire.LifeSign;
import dev.centralog.internal.wire.ProcessEncoder;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The payload of this process's signs of life.
 *
 * @param framework the logging framework and its version; empty if there is none
 */
record OwnSign(ProcessInfo process, Surroundings surroundings, String framework) implements Supplier<byte[]> {
    @Override
    public byte[] get() {
        String java = Objects.requireNonNullElse(surroundings.property("java.version"), "");
        return ProcessEncoder.encode(new LifeSign(process, Version.current().number(), java, framework));
    }
}
