// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredGroups;
import java.util.List;
import java.util.regex.Pattern;

/** The reasons why nothing is found, with the names of parameters in place of the options of commands. */
final class Why {
    private static final Pattern OPTION = Pattern.compile("^(no stored \\w+ match )--(\\w+)");

    private Why() {}

    static List<String> of(StoredGroups groups, EventQuery query) {
        return groups.whyNone(query).stream().map(Why::text).toList();
    }

    static String text(String reason) {
        return OPTION.matcher(reason)
                .replaceFirst(found -> found.group(1) + (found.group(2).equals("grep") ? "text" : found.group(2)));
    }
}
