// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of plain text for people that say into which family a text falls, and why. What they show of the text is as it is given:
 * who prints them on a terminal makes it harmless. Thread-safety: stateless.
 */
public final class FamilyExplanation {
    private static final int MAX_PARTS = 100;

    private FamilyExplanation() {}

    /** Returns the text with its parts in braces, the family's text, and each part with its kind. */
    public static List<String> ofText(String text) {
        FamilyText normalized = FamilyText.of(text);
        List<String> lines = new ArrayList<>();
        lines.add("text      " + marked(text, normalized.parts()));
        lines.add("family    " + normalized.text());
        for (Part part : normalized.parts().stream().limit(MAX_PARTS).toList()) {
            lines.add("taken out " + text.substring(part.from(), part.to()) + ": "
                    + part.kind().label());
        }
        if (normalized.parts().size() > MAX_PARTS) {
            lines.add("taken out " + (normalized.parts().size() - MAX_PARTS) + " further parts");
        }
        return lines;
    }

    /** Returns the same of an event's text, what else its family depends on, and the ids. */
    public static List<String> of(FamilySource source) {
        String template = source.template();
        List<String> lines = new ArrayList<>(template == null ? List.of("text      not known") : ofText(template));
        if (source.isVarying()) {
            lines.add("place     the texts of this place vary, so it is the family, whatever the text");
        }
        lines.add("app       " + source.app());
        lines.add("logger    " + source.logger());
        lines.add("level     " + source.level());
        lines.add(
                "thrown    " + (source.thrownClasses().isEmpty() ? "none" : String.join(", ", source.thrownClasses())));
        Family family = Family.of(source);
        lines.add("id        " + family.id() + ", by version " + family.rulesVersion() + " of the rules");
        return lines;
    }

    private static String marked(String text, List<Part> parts) {
        StringBuilder marked = new StringBuilder(text.length() + 2 * parts.size());
        int from = 0;
        for (Part part : parts) {
            marked.append(text, from, part.from())
                    .append('{')
                    .append(text, part.from(), part.to())
                    .append('}');
            from = part.to();
        }
        return marked.append(text, from, text.length()).toString();
    }
}
