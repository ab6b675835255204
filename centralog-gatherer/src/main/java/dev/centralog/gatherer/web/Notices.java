// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The small pages for a browser that has not signed in. Thread-safety: any thread. */
final class Notices {
    private static final String NEW_ADDRESS =
            "<p>The gatherer logs an address with a token, which opens this page once, when it"
                    + " starts, and a new one whenever one was used: look for <code>page: http</code> in the last lines of what it"
                    + " logs (on standard error; of a service, in the system's log).</p>";

    /** The looks of these pages, which get none of the page's files. */
    private static final String STYLE = ":root{color-scheme:light dark}"
            + "body{margin:12vh auto 0;max-width:520px;padding:0 20px;"
            + "background:light-dark(#f7f7f5,#14161a);color:light-dark(#1d2025,#e4e7eb);"
            + "font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
            + "h1{font-size:18px;line-height:1.3}"
            + "label{display:block;font-weight:600}"
            + "input{display:block;width:100%;box-sizing:border-box;margin:6px 0 12px}"
            + "input,button{font:inherit;padding:7px 12px;border-radius:6px;border:1px solid light-dark(#8a919c,#6b7480)}"
            + "button{border:0;color:light-dark(#fff,#14161a);background:light-dark(#1f559f,#84b4f5);cursor:pointer}";

    /** The source of the style for a policy, so that the browser takes it. */
    static final String STYLE_SOURCE = "'sha256-" + Base64.getEncoder().encodeToString(sha256(STYLE)) + "'";

    private Notices() {}

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns a page that says how to get in. */
    static String notSignedIn(String why, boolean hasToken) {
        String form = "<form method=\"post\" action=\"" + Paths.SIGN_IN
                + "\"><p><label>Token (setting <code>pageToken</code>):"
                + " <input type=\"password\" name=\"token\" autocomplete=\"current-password\" required autofocus></label>"
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
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Centralog</title><style>"
                + STYLE + "</style>" + head + "</head><body><main>" + body + "</main></body></html>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
