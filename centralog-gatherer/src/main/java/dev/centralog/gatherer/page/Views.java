// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import java.util.Map;

/** The views by their paths. */
final class Views {
    private static final Map<String, View> BY_NAME = Map.of("meta", new MetaView(), "families", new FamiliesView());

    private Views() {}

    /**
     * Returns a view.
     *
     * @throws BadRequestException if there is none of that name
     */
    static View named(String path) {
        View view = BY_NAME.get(path);
        if (view == null) {
            throw BadRequestException.notFound("there is no view '" + Parameters.shown(path) + "'");
        }
        return view;
    }
}
