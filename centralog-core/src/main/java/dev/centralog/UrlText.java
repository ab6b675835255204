// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs as they may be shown: host, port and database, and of parameters the names. Who is to be let in by them is a secret, and
 * so is all that could be read as a part of that.
 *
 * <p>Thread-safety: immutable.
 */
final class UrlText {
    private static final String HIDDEN = "***";

    /* A group that is repeated is possessive: others take stack for each time, and a text may be long. */
    private static final Pattern START = Pattern.compile("\\s*((?:[A-Za-z][A-Za-z0-9+.-]*+:)*+)//(.*)", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("([^?]*)(\\?.*)?", Pattern.DOTALL);

    /** A host with its port, without what could separate something from it. */
    private static final Pattern HOST = Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^\\s:,/\\[\\]=]*)(?::\\d{0,5})?");

    private static final Pattern DATABASE = Pattern.compile("[^\\s=:]*");

    private static final Pattern PARAMETERS = Pattern.compile("[?;&#]");
    private static final Pattern PARAMETER = Pattern.compile("[?;&#][\\w.-]+=.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("([A-Za-z][\\w.-]{0,60})=.*", Pattern.DOTALL);

    /** In a text: the beginning of who is let in, where that can't be a host with its port. */
    private static final Pattern USER_IN_TEXT = Pattern.compile("[^\\s@/]*:(?!\\d{1,5}(?![^\\s/?'\",;)\\]}]))");

    private static final Pattern LINE_END = Pattern.compile("\\R");
    private static final Pattern BLANK = Pattern.compile("\\s");

    /** In a text: the value of a parameter, up to the next one or to the line's end, as it may hold blanks. */
    private static final Pattern VALUES_IN_TEXT = Pattern.compile("([?&;][\\w.-]{1,60}=)(?!\\*\\*\\*)[^&\\n]*");

    private static final Pattern SECRETS_IN_TEXT =
            Pattern.compile("(?i)((?:^|[?&;\\s])\\w{0,40}(?:password|passwd|pwd)\\d?=)(?!\\*\\*\\*)[^&\\n]*");

    private UrlText() {}

    /** A URL that is the whole text; another text as it is, but for what looks like a part of a URL. */
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
            // A parameter's value with an @, as JDBC has them, or a password with such a sign.
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

    /** Whether it is several hosts, each with its port, and a database. */
    private static boolean isPlace(String text) {
        int slash = text.indexOf('/');
        String hosts = slash < 0 ? text : text.substring(0, slash);
        return Arrays.stream(hosts.split(",", -1))
                        .allMatch(host -> HOST.matcher(host).matches())
                && DATABASE.matcher(text.substring(hosts.length())).matches();
    }

    /** Returns how a file is shown, as SQLite has them; a text without a scheme may be half of a URL. */
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
        // Without its scheme, say: who is let in, and where.
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

    /** Whether a text begins as a URL does, so that it may be one as a whole. */
    static boolean isOne(String text) {
        return text.startsWith("jdbc:") || START.matcher(text).matches();
    }

    /** A text that may quote URLs, such as an exception's: where one ends is not known, so rather too much is hidden. */
    static String hideIn(String text) {
        if (text.indexOf('@') < 0 && text.indexOf('=') < 0) {
            return text; // nearly always, and without what the expressions need
        }
        boolean hasUrl = text.contains("://") || text.contains("jdbc:");
        String hidden = hasUrl ? VALUES_IN_TEXT.matcher(text).replaceAll("$1" + HIDDEN) : text;
        hidden = SECRETS_IN_TEXT.matcher(hidden).replaceAll("$1" + HIDDEN);
        return withoutUsers(hidden);
    }

    /**
     * Returns a text without users and passwords: each URL loses all up to its last @, of its line, or before a blank where that may be
     * all.
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
        for (int at = end - 1; at >= from; at--) { // lastIndexOf would go on to the text's beginning, for each URL
            if (text.charAt(at) == '@') {
                return at;
            }
        }
        return -1;
    }
}
