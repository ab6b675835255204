// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.Setting;
import dev.centralog.StatusListener;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The database that a sink is opened for.
 *
 * @param url the JDBC URL
 * @param user the user, or empty if the URL names one or none is needed
 * @param password the password, or empty
 * @param status receives the sink's warnings
 * @param traceKeys the MDC keys of what the columns of trace and span ids get
 */
public record SinkTarget(String url, String user, String password, StatusListener status, TraceKeys traceKeys) {
    /** The length of the shortest secret that is hidden; a shorter one would be found within ordinary words. */
    private static final int SHORTEST_HIDDEN = 4;

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)[?&;]\\w*(?:pass|pwd|secret|token)\\w*=([^&]*)");

    /** Creates a target with the usual MDC keys of trace and span ids. */
    public SinkTarget(String url, String user, String password, StatusListener status) {
        this(url, user, password, status, TraceKeys.DEFAULT);
    }

    /** Returns the URL without passwords. */
    String shownUrl() {
        return Setting.hidePassword(url);
    }

    /** Returns a driver's text without the secrets of this or any other URL: drivers quote URLs, in whole and in part. */
    String hideIn(String text) {
        String hidden = text.replace(url, shownUrl());
        Matcher secrets = SECRET_PARAMETER.matcher(url);
        while (secrets.find()) {
            hidden = hide(hidden, secrets.group(1));
        }
        return Setting.hidePassword(hide(hidden, password));
    }

    private static String hide(String text, String secret) {
        String hidden = text;
        for (String form : List.of(secret, decoded(secret))) {
            hidden = form.length() < SHORTEST_HIDDEN ? hidden : hidden.replace(form, "***");
        }
        return hidden;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException ignored) {
            return text;
        }
    }

    /** Returns the URL and the user, without the password. */
    @Override
    public String toString() {
        return shownUrl() + (user.isEmpty() ? "" : " as " + user);
    }
}
