// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.config.PageAccess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The checks of each request, before it is known who sends it: its method and size; the host that the browser has asked for, so that
 * another site that lets its name point to this machine gets nothing (DNS rebinding); and for requests that change something, that
 * they come from the page itself.
 *
 * <p>Thread-safety: immutable.
 */
final class RequestGuard {
    /** The most bytes of a request's body. */
    static final int MOST_BYTES = 16 * 1024;

    /** The header of requests by the page's own scripts; no other site can send it without being asked first. */
    static final String OWN_HEADER = "X-Centralog";

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Pattern LOOPBACK_NAME = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|::1");

    private final PageAccess access;

    RequestGuard(PageAccess access) {
        this.access = access;
    }

    /** Returns whether a request changes nothing. */
    static boolean isReading(Request request) {
        return READING.contains(request.getMethod());
    }

    /** Returns why a request must be refused; null if it may go on. */
    @Nullable
    Refusal refusal(Request request) {
        if (request.getLength() > MOST_BYTES) {
            return new Refusal(
                    Answers.TOO_LARGE, "the body has " + request.getLength() + " bytes; allowed are " + MOST_BYTES);
        }
        String host = host(request.getHeaders().get(HttpHeader.HOST));
        if (!isAllowed(host, request)) {
            return new Refusal(
                    Answers.FORBIDDEN,
                    "the request is for the host '" + host
                            + "'; allowed are localhost, the host of the setting 'page', and"
                            + " those of 'pageHosts'");
        }
        if (isReading(request)) {
            return isForeign(request) && Paths.isData(request)
                    ? new Refusal(Answers.FORBIDDEN, "another site has asked for this; allowed is the page itself")
                    : null;
        }
        if (!request.getMethod().equals("POST")) {
            return new Refusal(
                    Answers.NOT_ALLOWED, "the method is " + request.getMethod() + "; allowed are GET, HEAD and POST");
        }
        return change(request, host);
    }

    private @Nullable Refusal change(Request request, String host) {
        if (isForeign(request) || !isOwnOrigin(request.getHeaders().get(HttpHeader.ORIGIN), host, request)) {
            return new Refusal(Answers.FORBIDDEN, "another site has sent this; allowed is the page itself");
        }
        // A form can't send a header; the form for signing in changes nothing that another site could be interested in.
        return request.getHeaders().contains(OWN_HEADER) || Paths.isSignIn(request)
                ? null
                : new Refusal(
                        Answers.FORBIDDEN,
                        "the header " + OWN_HEADER + " is missing; allowed is " + OWN_HEADER + ": 1");
    }

    /** Returns whether a browser says that a page of another site has sent it. */
    static boolean isForeign(Request request) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        return site != null && (site.equals("cross-site") || site.equals("same-site"));
    }

    private boolean isOwnOrigin(@Nullable String origin, String host, Request request) {
        if (origin == null) {
            return true; // no browser, which always sends one
        }
        if (origin.equals("null")) {
            return "same-origin".equals(request.getHeaders().get("Sec-Fetch-Site"));
        }
        try {
            URI uri = URI.create(origin);
            String authority =
                    Objects.requireNonNullElse(uri.getRawAuthority(), "").toLowerCase(Locale.ROOT);
            // A reverse proxy may have put its own host into Host.
            return authority.equals(authority(request))
                    || (!host(authority).equals(host) && access.hosts().contains(host(authority)));
        } catch (IllegalArgumentException ignored) {
            return false;
        }
    }

    private static String authority(Request request) {
        return Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.HOST), "")
                .toLowerCase(Locale.ROOT);
    }

    /** Returns the host of a Host header in lower case, without port and brackets. */
    private static String host(@Nullable String authority) {
        String text = Objects.requireNonNullElse(authority, "").toLowerCase(Locale.ROOT);
        return text.startsWith("[") ? text.replaceFirst("\\[(.*)].*", "$1") : text.replaceFirst(":\\d*$", "");
    }

    private boolean isAllowed(String host, Request request) {
        return LOOPBACK_NAME.matcher(host).matches()
                || host.equals(access.host())
                || access.hosts().contains(host)
                || isOwnAddress(host, request);
    }

    /** Returns whether the host is the IP address at which the request has arrived, where the server listens at several. */
    private static boolean isOwnAddress(String host, Request request) {
        InetAddress local = ((InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress()).getAddress();
        return !local.isLoopbackAddress() && host.equals(local.getHostAddress().replaceFirst("%.*", ""));
    }
}
