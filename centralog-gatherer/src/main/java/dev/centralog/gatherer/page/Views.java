// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The views by their paths. */
final class Views {
    private static final Map<String, View> BY_NAME = Map.of(
            "meta", new MetaView(),
            "families", new FamiliesView(),
            "histogram", new HistogramView());

    private static final int MOST_DIGITS = 64;

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
        return null;
    }

    /** Returns the id of a family or a group. */
    private static String id(String text) {
        if (text.isEmpty()
                || text.length() > MOST_DIGITS
                || !text.chars().allMatch(each -> Character.digit(each, 16) >= 0 && each < 128)) {
            throw BadRequestException.notFound("there is no id '" + Parameters.shown(text)
                    + "'; allowed is that of a family or a group, of hexadecimal digits");
        }
        return text;
    }
}
