// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.page.PageViews.Answer;
import dev.centralog.gatherer.text.JsonLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The writing of answers, each with the headers that protect the page. Thread-safety: any thread; nothing here blocks. */
final class Answers {
    static final int OK = 200;
    static final int SEE_OTHER = 303;
    static final int NOT_MODIFIED = 304;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int TOO_MANY = 429;
    static final int UNAVAILABLE = 503;

    static final String NO_STORE = "no-store";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";

    /** Everything but scripts, styles, images and data of this server is refused by the browser, and so is embedding it. */
    private static final String POLICY = Stream.of(
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self' data:",
                    "connect-src 'self'",
                    "font-src 'none'",
                    "base-uri 'none'",
                    "form-action 'self'",
                    "frame-ancestors 'none'")
            .collect(Collectors.joining("; "));

    private static final String POLICY_NAME = "Content-Security-Policy";

    private static final String POLICY_OF_NOTICES =
            POLICY.replace("frame-ancestors", "style-src-elem " + Notices.STYLE_SOURCE + "; frame-ancestors");

    private static final Map<String, String> PROTECTION = Map.of(
            POLICY_NAME,
            POLICY,
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private Answers() {}

    /** Adds the headers that every answer has. */
    static void protect(HttpFields.Mutable headers) {
        PROTECTION.forEach((name, value) -> headers.put(new HttpField(name, value)));
    }

    static void json(Response response, Callback callback, Answer answer) {
        write(response, callback, answer.status(), new Body(JSON, NO_STORE, bytes(answer.json())));
    }

    /** Writes a JSON object with the field {@code error}. */
    static void error(Response response, Callback callback, int status, String text) {
        json(response, callback, new Answer(status, error(text)));
    }

    /** Refuses a request by another method than GET, also HEAD: what streams has nothing to answer it with. Returns whether it did. */
    static boolean refusedUnlessGet(Request request, Response response, Callback callback) {
        boolean isRefused = !request.getMethod().equals("GET");
        if (isRefused) {
            error(response, callback, NOT_ALLOWED, "the method is " + request.getMethod() + "; allowed is GET here");
        }
        return isRefused;
    }

    static String error(String text) {
        return new JsonLine().add("error", text).text();
    }

    /** Writes one of the {@link Notices}. */
    static void html(Response response, Callback callback, int status, String text) {
        response.getHeaders().put(POLICY_NAME, POLICY_OF_NOTICES);
        write(response, callback, status, new Body(HTML, NO_STORE, bytes(text)));
    }

    /** Writes a text of some media type. */
    static void text(Response response, Callback callback, String type, String text) {
        write(response, callback, OK, new Body(type, NO_STORE, bytes(text)));
    }

    static void redirect(Response response, Callback callback, String to) {
        response.getHeaders().put(HttpHeader.LOCATION, to);
        write(response, callback, SEE_OTHER, new Body(HTML, NO_STORE, ByteBuffer.allocate(0)));
    }

    /** Writes a file of the page, or that the browser has it already. */
    static void file(Request request, Response response, Callback callback, StaticFiles.StaticFile file) {
        response.getHeaders().put(HttpHeader.ETAG, file.etag());
        response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
        String caching = file.isKept() ? "private, max-age=31536000, immutable" : "private, no-cache";
        if (file.etag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, caching);
            response.setStatus(NOT_MODIFIED);
            response.write(true, ByteBuffer.allocate(0), callback);
            return;
        }
        ByteBuffer content = file.content();
        ByteBuffer zipped = file.zipped();
        if (zipped != null
                && request.getHeaders()
                        .getQualityCSV(HttpHeader.ACCEPT_ENCODING)
                        .contains("gzip")) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            content = zipped;
        }
        write(response, callback, OK, new Body(file.type(), caching, content));
    }

    private record Body(String type, String caching, ByteBuffer content) {}

    private static void write(Response response, Callback callback, int status, Body body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, body.type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, body.caching);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.content.remaining());
        response.write(true, body.content.duplicate(), callback);
    }

    private static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }
}
