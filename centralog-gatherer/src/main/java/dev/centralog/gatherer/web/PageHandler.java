// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.page.PageViews.Answer;
import dev.centralog.gatherer.text.JsonLine;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The server's first handler: it refuses what {@link RequestGuard} refuses, lets nobody in who has not signed in, and passes on only
 * {@code /api/} and {@code /metrics}, since nothing else takes time.
 *
 * <p>Thread-safety: any thread; nothing here blocks.
 */
final class PageHandler extends Handler.Wrapper {
    private final RequestGuard guard;
    private final SignIn signIn;
    private final StaticFiles files;
    private final Supplier<List<String>> notReady;

    /**
     * Makes the handler.
     *
     * @param notReady see {@link PageContent#notReady}
     */
    PageHandler(RequestGuard guard, SignIn signIn, StaticFiles files, Supplier<List<String>> notReady) {
        this.guard = guard;
        this.signIn = signIn;
        this.files = files;
        this.notReady = notReady;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Refusal refusal = guard.refusal(request);
        if (refusal != null) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close"); // its body, if it has one, is not read
            Answers.error(response, callback, refusal.status(), refusal.text());
        } else if (RequestGuard.isReading(request)) {
            return read(request, response, callback);
        } else {
            return change(request, response, callback);
        }
        return true;
    }

    private boolean change(Request request, Response response, Callback callback) throws Exception {
        String path = Paths.of(request);
        if (path.equals(Paths.SIGN_IN)) {
            signIn.byForm(request, response, callback);
        } else if (path.equals(Paths.SIGN_OUT)) {
            signIn.out(request, response, callback);
        } else if (!path.startsWith(Paths.API)) {
            Answers.error(response, callback, Answers.NOT_FOUND, "nothing can be changed there");
        } else if (signIn.isIn(request)) {
            return super.handle(request, response, callback);
        } else {
            response.getHeaders().put(HttpHeader.CONNECTION, "close"); // its body is not read
            notSignedIn(response, callback);
        }
        return true;
    }

    private static void notSignedIn(Response response, Callback callback) {
        Answers.error(
                response, callback, Answers.UNAUTHORIZED, "not signed in: open the address that the gatherer logs");
    }

    private boolean read(Request request, Response response, Callback callback) throws Exception {
        String path = Paths.of(request);
        String token = path.equals("/") && request.getMethod().equals("GET") ? token(request) : null;
        if (path.equals(Paths.LIVE)) {
            Answers.json(response, callback, new Answer(Answers.OK, "{\"live\":true}\n"));
        } else if (path.equals(Paths.READY)) {
            Answers.json(response, callback, readiness());
        } else if (token != null) {
            signIn.byAddress(request, response, callback, token);
        } else if (signIn.isIn(request)) {
            return show(path, request, response, callback);
        } else if (path.equals(Paths.METRICS)) {
            return metrics(request, response, callback);
        } else if (path.startsWith(Paths.API)) {
            notSignedIn(response, callback);
        } else if (RequestGuard.isForeign(request) && !path.startsWith(Paths.STATIC)) {
            Answers.html(
                    response,
                    callback,
                    Answers.OK,
                    Notices.askAgain(request.getHttpURI().getPathQuery()));
        } else {
            signIn.notSignedIn(response, callback, Answers.UNAUTHORIZED, "Not signed in");
        }
        return true;
    }

    /** Answers someone who has not signed in. */
    private boolean metrics(Request request, Response response, Callback callback) throws Exception {
        if (signIn.isOfThisMachine(request)) {
            return super.handle(request, response, callback);
        }
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        Answers.error(
                response,
                callback,
                Answers.UNAUTHORIZED,
                "not signed in: send 'Authorization: Bearer' with the token of the setting 'pageToken'");
        return true;
    }

    private static @Nullable String token(Request request) {
        Fields parameters = Request.extractQueryParameters(request);
        return parameters.getValue("token");
    }

    private Answer readiness() {
        List<String> reasons = notReady.get();
        return reasons.isEmpty()
                ? new Answer(Answers.OK, "{\"ready\":true}\n")
                : new Answer(
                        Answers.UNAVAILABLE,
                        new JsonLine()
                                .add("ready", false)
                                .add("reasons", reasons)
                                .text());
    }

    private boolean show(String path, Request request, Response response, Callback callback) throws Exception {
        if (Paths.isData(request)) {
            return super.handle(request, response, callback);
        }
        boolean isFile = path.startsWith(Paths.STATIC) || path.equals(Paths.ICON);
        StaticFiles.StaticFile file = isFile ? files.get(path) : files.index();
        if (file == null) {
            String text = isFile ? "there is no such file" : "this build has no page";
            Answers.error(response, callback, Answers.NOT_FOUND, text);
        } else {
            Answers.file(request, response, callback, file);
        }
        return true;
    }
}
