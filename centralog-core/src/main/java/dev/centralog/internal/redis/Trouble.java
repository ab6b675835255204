// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what went wrong with Redis in words that name the setting to look at. */
final class Trouble {
    private Trouble() {}

    /** One line, without passwords. */
    static String explain(Throwable trouble) {
        String text = Setting.hidePassword(textOf(trouble));
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.contains("WRONGPASS")
                || upper.contains("NOAUTH")
                || upper.contains("INVALID PASSWORD")
                || upper.contains("AUTH <PASSWORD> CALLED")) {
            return "it refuses the user or the password (settings 'redis', 'redisUser', 'redisPassword'): " + text;
        }
        if (upper.contains("DB INDEX IS OUT OF RANGE") || upper.contains("INVALID DB INDEX")) {
            return "it has no such database (settings 'redis', 'redisDatabase'): " + text;
        }
        if (upper.contains("NOPERM")) {
            return "its user may not do what is needed (setting 'redisUser'): " + text;
        }
        if (upper.contains("UNKNOWNHOST") || upper.contains("FAILED TO RESOLVE") || upper.contains("NAME OR SERVICE")) {
            return "there is no such host (setting 'redis'): " + text;
        }
        if (upper.contains("UNABLE TO CONNECT") || upper.contains("CONNECTION REFUSED")) {
            return "it can't be reached (setting 'redis'): " + text;
        }
        if (upper.contains("OOM ")) {
            return "it is full (maxmemory): " + text;
        }
        return text;
    }

    /** Whether the server is there and says no to who or what we are. */
    static boolean isRefusal(Throwable trouble) {
        String explained = explain(trouble);
        return explained.startsWith("it refuses the user")
                || explained.startsWith("it has no such database")
                || explained.startsWith("its user may not");
    }

    static boolean isNoPermission(Throwable trouble) {
        return textOf(trouble).toUpperCase(Locale.ROOT).contains("NOPERM");
    }

    /** Said by a replica, also of a script, whichever way the version words that. */
    static boolean isReadOnly(Throwable trouble) {
        return textOf(trouble).contains("READONLY") || textOf(trouble).contains("read only replica");
    }

    static boolean isNoScript(Throwable trouble) {
        return textOf(trouble).contains("NOSCRIPT");
    }

    /** The messages of a chain of causes, each once: Lettuce's outermost one often says nothing. */
    private static String textOf(Throwable trouble) {
        List<String> texts = new ArrayList<>();
        Throwable each = trouble;
        for (int depth = 0; each != null && depth < 8; depth++) {
            String message = each.getMessage();
            String text = message == null ? each.getClass().getSimpleName() : message;
            boolean known = texts.stream().anyMatch(before -> before.contains(text) || text.endsWith(before));
            if (!known) {
                texts.add(each instanceof java.net.UnknownHostException ? "UnknownHost: " + text : text);
            }
            each = each.getCause();
        }
        return String.join(": ", texts);
    }
}
