// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.Setting;
import dev.centralog.StatusListener;

/**
 * What a sink is opened with.
 *
 * @param url the JDBC URL
 * @param user the user, or empty if the URL names one or none is needed
 * @param password the password, or empty
 * @param status where the sink says what it has to say
 */
public record SinkTarget(String url, String user, String password, StatusListener status) {
    /** Without the password. */
    @Override
    public String toString() {
        return Setting.hidePassword(url) + (user.isEmpty() ? "" : " as " + user);
    }
}
