// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

/** The version of the rules by which texts fall into families, and their limits. docs/families.md has the rules. */
public final class FamilyRules {
    /**
     * The version. It is not in the ids: a family whose text a later version leaves unchanged keeps its id. Each change of
     * what {@link FamilyText} makes of any text is a new version.
     */
    public static final int VERSION = 1;

    /** The most characters (code points) of a template or message that count; the rest of a longer one is not looked at. */
    public static final int MAX_CHARACTERS = 16_384;

    /** The most characters of a family's text that are shown; the id is made of the whole text. */
    public static final int MAX_SHOWN_CHARACTERS = 1024;

    private FamilyRules() {}
}
