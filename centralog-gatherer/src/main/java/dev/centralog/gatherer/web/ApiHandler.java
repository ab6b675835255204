// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.page.PageViews.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * The handler of {@code /api/}, which asks the views, and hands changes on to them.
 *
 * <p>Thread-safety: any thread; it blocks for the database's time.
 */
final class ApiHandler extends Handler.Abstract {
    private final Supplier<PageContent> content;
    private final Function<Request, String> user;

    /**
     * Makes the handler.
     *
     * @param user returns who has sent a request
     */
    ApiHandler(Supplier<PageContent> content, Function<Request, String> user) {
        this.content = content;
        this.user = user;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answers.json(response, callback, RequestGuard.isReading(request) ? view(request) : change(request));
        return true;
    }

    private Answer change(Request request) {
        return content.get().views().change(path(request), WholeBody.of(request), user.apply(request));
    }

    private Answer view(Request request) {
        String view = path(request);
        PageContent shown = content.get();
        return view.equals("status") ? shown.status().get() : shown.views().answer(view, parameters(request));
    }

    /** Returns the parameters of a request, decoded. */
    static Map<String, List<String>> parameters(Request request) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (Fields.Field each : Request.extractQueryParameters(request)) {
            parameters.put(each.getName(), List.copyOf(each.getValues()));
        }
        return parameters;
    }

    private static String path(Request request) {
        return Paths.of(request).substring(Paths.API.length());
    }
}
