// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The views by their paths. */
final class Views {
    private static final Map<String, View> BY_NAME = Map.of(
            "meta", new MetaView(),
            "families", new FamiliesView(),
            "histogram", new HistogramView(),
            "changes", new ChangesView(),
            "events", new EventsView(),
            "actions", new ActionsView(),
            "dead-letters", new DeadLettersView(null));

    private static final Pattern ID = Pattern.compile("[!-~]{1,64}");

    private Views() {}

    /**
     * Returns a view.
     *
     * @throws BadRequestException if there is none of that name
     */
    static View named(String path) {
        View view = BY_NAME.get(path);
        if (view == null) {
            view = ofId(path.split("/", -1));
        }
        if (view == null) {
            throw BadRequestException.notFound("there is no view '" + Parameters.shown(path) + "'");
        }
        return view;
    }

    private static @Nullable View ofId(String[] parts) {
        if (parts.length == 2 && parts[0].equals("family")) {
            return ReportView.ofFamily(id(parts[1]));
        }
        if (parts.length == 2 && parts[0].equals("group")) {
            return ReportView.ofGroup(id(parts[1]));
        }
        if (parts.length == 2 && parts[0].equals("dead-letter")) {
            return new DeadLettersView(parts[1]);
        }
        if (parts.length == 3 && parts[0].equals("event") && parts[2].equals("around")) {
            return new AroundView(parts[1]);
        }
        if (parts.length == 3 && parts[0].equals("event") && parts[2].equals("samples")) {
            return new SamplesView(parts[1]);
        }
        return null;
    }

    /** Returns the id of a family or a group. */
    private static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw BadRequestException.notFound("there is no id '" + Parameters.shown(text)
                    + "'; allowed is that of a family or a group, as 'families' has it");
        }
        return text;
    }
}
