// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form in which URLs may be shown: host, port and database, and the names of parameters. User and password are
 * secret, and so is every text that could be read as a part of them.
 *
 * <p>Thread-safety: immutable.
 */
final class UrlText {
    private static final String HIDDEN = "***";

    /* Repeated groups are possessive: other ones take stack for each repetition, and a text may be long. */
    private static final Pattern START = Pattern.compile("\\s*((?:[A-Za-z][A-Za-z0-9+.-]*+:)*+)//(.*)", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("([^?]*)(\\?.*)?", Pattern.DOTALL);

    /** A host with its port, without characters that could separate something from it. */
    private static final Pattern HOST = Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^\\s:,/\\[\\]=]*)(?::\\d{0,5})?");

    private static final Pattern DATABASE = Pattern.compile("[^\\s=:]*");

    private static final Pattern PARAMETERS = Pattern.compile("[?;&#]");
    private static final Pattern PARAMETER = Pattern.compile("[?;&#][\\w.-]+=.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("([A-Za-z][\\w.-]{0,60})=.*", Pattern.DOTALL);

    /** The beginning of user and password in a text, if that can't be a host with its port. */
    private static final Pattern USER_IN_TEXT = Pattern.compile("[^\\s@/]*:(?!\\d{1,5}(?![^\\s/?'\",;)\\]}]))");

    private static final Pattern LINE_END = Pattern.compile("\\R");
    private static final Pattern BLANK = Pattern.compile("\\s");

    /** The value of a parameter in a text, up to the next parameter or, since it may contain blanks, the line's end. */
    private static final Pattern VALUES_IN_TEXT = Pattern.compile("([?&;][\\w.-]{1,60}=)(?!\\*\\*\\*)[^&\\n]*");

    private static final Pattern SECRETS_IN_TEXT =
            Pattern.compile("(?i)((?:^|[?&;\\s])\\w{0,40}(?:password|passwd|pwd)\\d?=)(?!\\*\\*\\*)[^&\\n]*");

    private UrlText() {}

    /** Returns the shown form of a URL. Another text is returned unchanged, except for parts that look like a URL's. */
    static String shown(String url) {
        Matcher start = START.matcher(url);
        if (!start.matches()) {
            return shownFile(url);
        }
        String scheme = start.group(1) + "//";
        String rest = start.group(2);
        int at = rest.lastIndexOf('@');
        int parameters = firstParameter(rest);
        if (at >= 0
                && parameters >= 0
                && parameters < at
                && PARAMETER.matcher(rest.substring(parameters)).matches()) {
            // A parameter's value holds an @, as in JDBC's URLs, or a password holds the sign before a parameter.
            return scheme + (scheme.startsWith("jdbc:") && rest.indexOf('@') > parameters ? shownPlace(rest) : HIDDEN);
        }
        return scheme + (at < 0 ? "" : HIDDEN + "@") + shownPlace(rest.substring(at + 1));
    }

    private static int firstParameter(String text) {
        Matcher found = PARAMETERS.matcher(text);
        return found.find() ? found.start() : -1;
    }

    private static String shownPlace(String text) {
        int parameters = firstParameter(text);
        String place = parameters < 0 ? text : text.substring(0, parameters);
        return (isPlace(place) ? place : HIDDEN) + (parameters < 0 ? "" : shownParameters(text.substring(parameters)));
    }

    /** Whether the text is a list of hosts, each with its port, and a database. */
    private static boolean isPlace(String text) {
        int slash = text.indexOf('/');
        String hosts = slash < 0 ? text : text.substring(0, slash);
        return Arrays.stream(hosts.split(",", -1))
                        .allMatch(host -> HOST.matcher(host).matches())
                && DATABASE.matcher(text.substring(hosts.length())).matches();
    }

    /** Returns the shown form of a file, as in SQLite's URLs. A text without a scheme may also be half of a URL. */
    private static String shownFile(String text) {
        int at = text.lastIndexOf('@');
        Matcher file = FILE.matcher(text);
        if (file.matches()
                && file.group(2) != null
                && PARAMETER.matcher(file.group(2)).matches()) {
            boolean isOfPlace = at >= 0 && text.indexOf('@') < file.start(2);
            return (isOfPlace ? HIDDEN : file.group(1)) + shownParameters(file.group(2));
        }
        int colon = text.indexOf(':');
        // For example a URL without its scheme: user and password, then the host.
        boolean isHalfUrl = colon >= 0 && colon < text.indexOf('@');
        return isHalfUrl ? HIDDEN + "@" + shownPlace(text.substring(at + 1)) : hideIn(text);
    }

    private static String shownParameters(String text) {
        StringJoiner all = new StringJoiner("&", text.substring(0, 1), "");
        for (String each : text.substring(1).split("&", -1)) {
            Matcher name = NAME.matcher(each);
            all.add(name.matches() ? name.group(1) + "=" + HIDDEN : HIDDEN);
        }
        return all.toString();
    }

    /** Whether a text begins like a URL, so that the whole text may be one. */
    static boolean isOne(String text) {
        return text.startsWith("jdbc:") || START.matcher(text).matches();
    }

    /**
     * Returns a text that may quote URLs, such as an exception's message, without their secrets. It is not known
     * where such a URL ends, so more may be hidden than necessary.
     */
    static String hideIn(String text) {
        if (text.indexOf('@') < 0 && text.indexOf('=') < 0) {
            return text; // the usual case, without the cost of the expressions
        }
        boolean hasUrl = text.contains("://") || text.contains("jdbc:");
        String hidden = hasUrl ? VALUES_IN_TEXT.matcher(text).replaceAll("$1" + HIDDEN) : text;
        hidden = SECRETS_IN_TEXT.matcher(hidden).replaceAll("$1" + HIDDEN);
        return withoutUsers(hidden);
    }

    /**
     * Returns a text without users and passwords. Each URL loses everything up to the last @ in its line, or before
     * the first blank if its beginning can't be a user and password.
     */
    private static String withoutUsers(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int done = 0;
        for (int url = text.indexOf("://"); url >= 0; url = text.indexOf("://", done)) {
            int start = url + 3;
            int next = text.indexOf("://", start);
            int end = next < 0 ? text.length() : next;
            Matcher user = USER_IN_TEXT.matcher(text).useTransparentBounds(true).region(start, end);
            int at = user.lookingAt() ? lastAt(text, user.end(), first(LINE_END, text, user.end(), end)) : -1;
            at = at < 0 ? lastAt(text, start, first(BLANK, text, start, end)) : at;
            shown.append(text, done, start).append(at < 0 ? "" : HIDDEN + "@");
            done = at < 0 ? start : at + 1;
        }
        return shown.append(text, done, text.length()).toString();
    }

    private static int first(Pattern what, String text, int from, int end) {
        Matcher found = what.matcher(text).region(from, end);
        return found.find() ? found.start() : end;
    }

    private static int lastAt(String text, int from, int end) {
        for (int at = end - 1; at >= from; at--) { // lastIndexOf would search back to the text's beginning for each URL
            if (text.charAt(at) == '@') {
                return at;
            }
        }
        return -1;
    }
}
