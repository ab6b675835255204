// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

/** The small pages for a browser that has not signed in. Thread-safety: any thread. */
final class Notices {
    private static final String NEW_ADDRESS =
            "<p>The gatherer logs an address with a token, which opens this page once, when it"
                    + " starts, and a new one whenever one was used: look for <code>page: http</code> in the last lines of what it"
                    + " logs (on standard error; of a service, in the system's log).</p>";

    private Notices() {}

    /** Returns a page that says how to get in. */
    static String notSignedIn(String why, boolean hasToken) {
        String form = "<form method=\"post\" action=\"" + Paths.SIGN_IN
                + "\"><p><label>Token (setting <code>pageToken</code>):"
                + " <input type=\"password\" name=\"token\" autocomplete=\"current-password\" required></label>"
                + " <button>Sign in</button></p></form>";
        return page("<h1>" + escaped(why) + "</h1>" + NEW_ADDRESS + (hasToken ? form : ""), "");
    }

    /**
     * Returns a page that makes the browser ask again by itself: it sends no cookie with the first request that a link of another site
     * has made.
     */
    static String askAgain(String pathAndQuery) {
        boolean isPath = pathAndQuery.matches("/(?:[^/\\\\].*)?");
        String to = isPath ? pathAndQuery : "/";
        return page("<p>One moment …</p>", "<meta http-equiv=\"refresh\" content=\"0;url=" + escaped(to) + "\">");
    }

    private static String page(String body, String head) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Centralog</title>" + head
                + "</head><body>" + body + "</body></html>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
