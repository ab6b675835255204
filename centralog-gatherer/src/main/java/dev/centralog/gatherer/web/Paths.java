// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import org.eclipse.jetty.server.Request;

/** The paths that the server knows. All others that are read are the page's own: they show what they name. */
final class Paths {
    static final String API = "/api/";
    static final String TAIL = API + "tail";
    static final String EXPORT = API + "export/";
    static final String STATIC = "/static/";
    static final String SIGN_IN = "/sign-in";
    static final String SIGN_OUT = "/sign-out";
    static final String LIVE = "/livez";
    static final String READY = "/readyz";
    static final String METRICS = "/metrics";
    static final String ICON = "/favicon.ico";

    private Paths() {}

    /** Returns the path of a request, decoded, without {@code .} and {@code ..}; Jetty has refused what is ambiguous. */
    static String of(Request request) {
        return request.getHttpURI().getDecodedPath();
    }

    /** Returns whether the answer is data, which no page of another site may ask for. */
    static boolean isData(Request request) {
        String path = of(request);
        return path.startsWith(API) || path.equals(METRICS);
    }

    static boolean isSignIn(Request request) {
        return of(request).equals(SIGN_IN);
    }
}
