// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.change.Gone;
import dev.centralog.gatherer.change.Louder;
import org.jspecify.annotations.Nullable;

/**
 * A family that has changed.
 *
 * @param repeats how often its events occurred in the part of the period that is compared with the time before
 * @param louder the judgement on one that is louder; else null
 * @param gone the judgement on one that is gone; else null
 */
public record Change(
        ChangeKind kind,
        StoredFamily family,
        long repeats,
        @Nullable Louder louder,
        @Nullable Gone gone) {}
