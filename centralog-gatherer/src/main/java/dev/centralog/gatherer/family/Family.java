// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that a person calls "this error": those of one application, logger, level and classes of throwables whose texts
 * differ in nothing but what varies. It outlives releases, as neither file nor line is a part of it. docs/families.md defines
 * the ids.
 *
 * <p>Thread-safety: immutable.
 *
 * @param id 16 hexadecimal digits in lower case, the same for ever and on each gatherer
 * @param placeId the same form: the place in the code, whatever its text; equal to the id if {@code isPlace}
 * @param rulesVersion the version of the rules by which it was made, see {@link FamilyRules#VERSION}
 * @param isPlace whether the family is all that comes from the place, as its texts vary
 * @param text the normalized text, at most {@link FamilyRules#MAX_SHOWN_CHARACTERS} characters of it
 */
public record Family(String id, String placeId, int rulesVersion, boolean isPlace, String text) {
    private static final String FAMILY_DOMAIN = "centralog family";
    private static final String PLACE_DOMAIN = "centralog place";

    /** Returns the family of an event. Cost: some microseconds for usual texts, linear in the template's length. */
    public static Family of(FamilySource source) {
        String template = start(source.template());
        String text = template == null ? "" : FamilyText.whole(template);
        String place = placeId(source);
        String id = source.isVarying() ? place : familyId(source, template == null ? null : text);
        return new Family(id, place, FamilyRules.VERSION, source.isVarying(), FamilyText.shown(text));
    }

    private static @Nullable String start(@Nullable String template) {
        return template == null || template.codePointCount(0, template.length()) <= FamilyRules.MAX_CHARACTERS
                ? template
                : template.substring(0, template.offsetByCodePoints(0, FamilyRules.MAX_CHARACTERS));
    }

    private static String familyId(FamilySource source, @Nullable String text) {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(source.app());
        parts.add(source.logger());
        parts.add(source.level());
        parts.add(text);
        parts.addAll(source.thrownClasses());
        return FamilyHash.of(FAMILY_DOMAIN, parts);
    }

    private static String placeId(FamilySource source) {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(source.app());
        parts.add(source.logger());
        parts.add(source.level());
        parts.add(source.className());
        parts.add(source.methodName());
        parts.addAll(source.thrownClasses());
        return FamilyHash.of(PLACE_DOMAIN, parts);
    }
}
