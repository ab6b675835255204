// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.config.PageAccess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * The ways into the page: the one-time token of the printed address and the setting {@code pageToken}, which both make a session, the
 * header of a trusted proxy, and {@code pageToken} in the header {@code Authorization}.
 *
 * <p>Thread-safety: any thread; nothing here blocks.
 */
final class SignIn {
    private static final String FIELD = "token";
    private static final String BEARER = "Bearer ";
    private static final String PAGE = "page";

    private final PageAccess access;
    private final Runnable onUsed;
    private final OneTimeToken oneTime = new OneTimeToken();
    private final Sessions sessions;
    private final FailedAttempts failed;
    private Runnable onSignedOut = () -> {};

    /**
     * Makes one without any session.
     *
     * @param onUsed is run when the one-time token was used, and is another one
     */
    SignIn(PageAccess access, LongSupplier nanos, Runnable onUsed) {
        this.access = access;
        this.onUsed = onUsed;
        sessions = new Sessions(nanos);
        failed = new FailedAttempts(nanos);
    }

    /** Runs something each time when someone has signed out. */
    void onSignedOut(Runnable task) {
        onSignedOut = task;
    }

    /** Returns the one-time token that is valid now. */
    String oneTimeToken() {
        return oneTime.current();
    }

    /** Returns whether a request is of someone who has signed in. */
    boolean isIn(Request request) {
        String cookie = cookie(request);
        return (cookie != null && sessions.isOne(cookie)) || userOfProxy(request) != null || hasToken(request);
    }

    /**
     * Returns whether a program on this machine has sent a request, as far as can be told: where a reverse proxy is expected, or
     * says that it has passed a request on, nobody knows.
     */
    boolean isOfThisMachine(Request request) {
        boolean isPassedOn = request.getHeaders().contains(HttpHeader.FORWARDED)
                || request.getHeaders().contains(HttpHeader.X_FORWARDED_FOR);
        return from(request).isLoopbackAddress()
                && !isPassedOn
                && access.hosts().isEmpty()
                && access.proxy().header().isEmpty();
    }

    /** Returns who has sent a request of someone who has signed in: the name that the trusted proxy gives, or else {@value #PAGE}. */
    String user(Request request) {
        String name = userOfProxy(request);
        return name == null ? PAGE : name;
    }

    private @Nullable String userOfProxy(Request request) {
        PageAccess.Proxy proxy = access.proxy();
        String user = proxy.header().isEmpty() ? null : request.getHeaders().get(proxy.header());
        return user != null && !user.isBlank() && proxy.addresses().contains(from(request)) ? user.strip() : null;
    }

    private boolean hasToken(Request request) {
        String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (given == null || !given.startsWith(BEARER)) {
            return false;
        }
        InetAddress from = from(request);
        boolean isRight = isToken(given.substring(BEARER.length()), from);
        if (!isRight && !failed.isLimited(from)) {
            failed.failed(from);
        }
        return isRight;
    }

    /** Returns whether that is the setting's token. While attempts from there are limited, nothing is. */
    private boolean isToken(String given, InetAddress from) {
        return !access.token().isEmpty() && !failed.isLimited(from) && Secrets.equal(access.token(), given);
    }

    /** Answers a request for the printed address. */
    void byAddress(Request request, Response response, Callback callback, String token) {
        // Nobody guesses 256 bits, so whoever has the right token gets in, however many others are trying.
        if (access.isLoopback() && oneTime.use(token)) {
            onUsed.run();
            start(request, response);
            if (RequestGuard.isForeign(request)) {
                Answers.html(response, callback, Answers.OK, Notices.askAgain("/"));
            } else {
                Answers.redirect(response, callback, "/");
            }
        } else if (isIn(request)) {
            Answers.redirect(response, callback, "/");
        } else {
            refuse(request, response, callback, "The token in this address was used already, or is wrong");
        }
    }

    /** Answers the form in which the setting's token was typed. */
    void byForm(Request request, Response response, Callback callback) {
        Promise.Invocable<Fields> read = Promise.Invocable.from(
                InvocationType.NON_BLOCKING,
                fields -> {
                    String given = fields.getValue(FIELD);
                    if (given != null && isToken(given, from(request))) {
                        start(request, response);
                        Answers.redirect(response, callback, "/");
                    } else {
                        refuse(request, response, callback, "The token is wrong");
                    }
                },
                failure -> Answers.error(response, callback, Answers.BAD_REQUEST, "the form can't be read"));
        FormFields.onFields(request, StandardCharsets.UTF_8, 1, RequestGuard.MOST_BYTES, read);
    }

    /** Ends the session of a request. */
    void out(Request request, Response response, Callback callback) {
        String cookie = cookie(request);
        if (cookie != null) {
            sessions.end(cookie);
            onSignedOut.run();
        }
        Answers.redirect(response, callback, "/");
    }

    /** Answers a wrong token. */
    private void refuse(Request request, Response response, Callback callback, String why) {
        InetAddress from = from(request);
        boolean isLimited = failed.isLimited(from);
        if (isLimited) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        } else {
            failed.failed(from);
        }
        int status = isLimited ? Answers.TOO_MANY : Answers.UNAUTHORIZED;
        notSignedIn(response, callback, status, isLimited ? "Too many wrong tokens: wait a moment" : why);
    }

    /** Writes the page that says how to get in. */
    void notSignedIn(Response response, Callback callback, int status, String why) {
        // With no-referrer a browser would hide the form's origin from us, too.
        response.getHeaders().put("Referrer-Policy", "same-origin");
        Answers.html(
                response,
                callback,
                status,
                Notices.notSignedIn(why, !access.token().isEmpty()));
    }

    private void start(Request request, Response response) {
        HttpCookie.Builder cookie = HttpCookie.build(cookieName(request), sessions.start())
                .path("/")
                .httpOnly(true)
                .sameSite(HttpCookie.SameSite.STRICT)
                .secure("https".equals(request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO)));
        Response.addCookie(response, cookie.build());
    }

    private static @Nullable String cookie(Request request) {
        String name = cookieName(request);
        return Request.getCookies(request).stream()
                .filter(each -> each.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Returns the name with the port: for a browser, all ports of a host have the same cookies. */
    private static String cookieName(Request request) {
        return "centralog-"
                + ((InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress()).getPort();
    }

    private static InetAddress from(Request request) {
        return ((InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress()).getAddress();
    }
}
