// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.Level;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.stored.Change;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on which a pipeline is to fail.
 *
 * @param level the least severe level; if it is none of the usual six, the only level
 * @param kinds the changes that count
 */
record FailOn(Level level, Set<ChangeKind> kinds) {
    private static final List<ChangeKind> ALLOWED =
            List.of(ChangeKind.REGRESSED, ChangeKind.NEW, ChangeKind.BACK, ChangeKind.LOUDER);

    /** The form of the option, for help and for messages. */
    static final String FORM = "LEVEL, or LEVEL:"
            + ALLOWED.stream().map(ChangeKind::label).collect(Collectors.joining("|")) + ", such as ERROR:new";

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException if it is none
     */
    static FailOn read(String text) {
        int colon = text.lastIndexOf(':');
        String level = colon < 0 ? text : text.substring(0, colon);
        if (level.isBlank()
                || level.chars().anyMatch(each -> each == ':' || each == ',' || each == '|' || each == ' ')) {
            throw new IllegalArgumentException(FORM);
        }
        Set<ChangeKind> kinds = colon < 0 ? EnumSet.copyOf(ALLOWED) : EnumSet.noneOf(ChangeKind.class);
        for (String name : colon < 0
                ? List.<String>of()
                : Arrays.asList(text.substring(colon + 1).split("\\|", -1))) {
            kinds.add(ALLOWED.stream()
                    .filter(each -> each.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(FORM)));
        }
        return new FailOn(Level.of(level), kinds);
    }

    /** Returns whether a change that it is meant for would be hidden if only this level, and what is more severe, is looked at. */
    boolean isHiddenBy(@Nullable Level least) {
        if (least == null) {
            return false;
        }
        if (least.severity() == 0) {
            return !least.equals(level);
        }
        return level.severity() > 0 && least.severity() > level.severity();
    }

    /** Returns whether the level is none of the usual six, so that it may be misspelt. */
    boolean isOfUnusualLevel() {
        return level.severity() == 0;
    }

    /** Returns whether a change meets it. */
    boolean isMet(Change change) {
        Level ofFamily = change.family().info().level();
        boolean isSevere = level.severity() > 0
                ? ofFamily.severity() >= level.severity()
                : ofFamily.name().equals(level.name());
        return isSevere && kinds.contains(change.kind());
    }
}
