// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.Decisions;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.TriageAction;
import dev.centralog.gatherer.triage.TriageJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The change {@code family/ID/triage}: a decision on a family.
 *
 * @param family the family's id
 */
record TriageChange(String family, Decision decision) {
    private static final Pattern PATH = Pattern.compile("family/([!-.0-~]{1,64})/triage");
    private static final String ACTION = "action";
    private static final String IN_RELEASE = "in_release";
    private static final String NOTE = "note";

    /**
     * Reads a change.
     *
     * @return null if the path is not that of such a change
     * @throws BadRequestException if the body is not allowed
     */
    static @Nullable TriageChange read(String path, byte[] body, String by, Instant now) {
        Matcher family = PATH.matcher(path);
        return family.matches() ? new TriageChange(family.group(1), decision(body, by, now)) : null;
    }

    private static Decision decision(byte[] body, String by, Instant now) {
        ChangeBody fields = ChangeBody.read(body, List.of(ACTION, IN_RELEASE, NOTE));
        String name = Objects.requireNonNullElse(fields.text(ACTION), "");
        TriageAction action = TriageAction.of(name)
                .orElseThrow(() -> BadRequestException.wrong(ACTION + " is '" + Parameters.shown(name)
                        + "'; allowed is one of "
                        + Stream.of(TriageAction.values())
                                .map(TriageAction::label)
                                .collect(Collectors.joining(", "))));
        String given = fields.text(IN_RELEASE);
        String release = given == null || given.isBlank() ? null : given;
        String note = fields.text(NOTE);
        if (release != null && action != TriageAction.RESOLVE) {
            throw BadRequestException.wrong(IN_RELEASE + " is '" + Parameters.shown(release) + "'; allowed is it with "
                    + TriageAction.RESOLVE.label() + " alone");
        }
        if (note == null && action == TriageAction.NOTE) {
            throw BadRequestException.wrong(
                    NOTE + " is missing; allowed is a text, or an empty one to remove the note");
        }
        check(NOTE, note, Decision.MOST_OF_NOTE);
        check(IN_RELEASE, release, Decision.MOST_OF_RELEASE);
        return new Decision(action, release, note, by, now);
    }

    private static void check(String name, @Nullable String text, int most) {
        String fault = Decision.tooLong(name, text, most);
        if (fault != null) {
            throw BadRequestException.wrong(fault);
        }
    }

    /** Returns whether there is the family. */
    boolean isOfStored(StoredReader stored) {
        return stored.groups().families().find(family).stream()
                .anyMatch(each -> each.id().equals(family));
    }

    BadRequestException unknown() {
        return BadRequestException.notFound("there is no family '" + Parameters.shown(family)
                + "'; allowed is the id of one, as 'families' has it, some seconds after its first event");
    }

    /** Stores the decision. */
    void store(SinkTarget target) {
        Decisions.store(target, family, decision);
    }

    /** Returns the last word on the family. */
    JsonLine answer(StoredReader stored) {
        return new TriageJson(Times.UTC)
                .line(Objects.requireNonNull(stored.groups().triage().of(family)));
    }
}
