// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.Level;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * What decides, within this process, whether two events are repeats of one another; the key of the {@link FoldTable}.
 *
 * @param location the place in the code, one object a place; null where it does not count or is not known
 * @param text the rendered message where the mode groups by it, or the explicit fingerprint, else null
 * @param fingerprinted whether {@code text} is an explicit fingerprint, and all else is null
 */
record GroupParts(
        @Nullable Level level,
        @Nullable String logger,
        @Nullable String template,
        @Nullable String thrownClasses,
        @Nullable SourceLocation location,
        @Nullable String text,
        boolean fingerprinted,
        Origin origin) {}
