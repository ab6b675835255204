// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A family with those of its groups that were asked for. If the texts of a place have varied, the place stands for the families of all
 * its texts.
 *
 * @param id the family's id, or the place's
 * @param texts the number of families that it stands for; 0 for one that is not a place
 * @param source what it is made of
 * @param firstSeen when one of its groups was seen first, ever
 * @param groups the numbers of its groups in the table
 */
public record StoredFamily(String id, int texts, Source source, Instant firstSeen, List<Long> groups) {
    public StoredFamily {
        groups = List.copyOf(groups);
    }

    /**
     * The parts that a family is made of.
     *
     * @param isPlace whether all texts of the place are one family
     * @param thrownClasses the class of the throwable and those of its causes; null if there is none
     * @param template the text without what varies
     * @param className the class of the statement by which the family was met first
     */
    public record Source(
            boolean isPlace,
            String app,
            String level,
            int severity,
            @Nullable String logger,
            @Nullable String thrownClasses,
            String template,
            @Nullable String className,
            @Nullable String methodName) {}
}
