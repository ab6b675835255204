// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.page.PageViews.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * The handler of {@code /api/}, which asks the views.
 *
 * <p>Thread-safety: any thread; it blocks for the database's time.
 */
final class ApiHandler extends Handler.Abstract {
    private final Supplier<PageContent> content;
    private final SharedAnswer status;

    ApiHandler(Supplier<PageContent> content, SharedAnswer status) {
        this.content = content;
        this.status = status;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String view = Paths.of(request).substring(Paths.API.length());
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (Fields.Field each : Request.extractQueryParameters(request)) {
            parameters.put(each.getName(), List.copyOf(each.getValues()));
        }
        Answer answer =
                view.equals("status") ? status.get() : content.get().views().answer(view, parameters);
        Answers.json(response, callback, answer);
        return true;
    }
}
