// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import org.jspecify.annotations.Nullable;

/**
 * A stored family of groups.
 *
 * @param id its id
 * @param level the level of its events
 * @param app their application
 * @param logger their logger
 * @param template their template without what varies
 * @param thrownClasses the class of their throwable and those of its causes, as the table has them; null if there is none
 * @param method the class and the method of the statement by which the family was met first; null if that is not known
 * @param rules the version of the rules that have made the family
 * @param isPlace whether it stands for all texts of one place, as these vary
 */
public record FamilyInfo(
        String id,
        Level level,
        String app,
        @Nullable String logger,
        String template,
        @Nullable String thrownClasses,
        @Nullable String method,
        int rules,
        boolean isPlace) {}
