// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.live.Frames;
import dev.centralog.gatherer.page.PageViews.Answer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The handler of {@code /api/tail}: connections that stay open, and get rows as they are stored.
 *
 * <p>Thread-safety: any thread; nothing here blocks.
 */
final class TailHandler extends Handler.Abstract.NonBlocking {
    /** The most connections; further ones are refused. */
    static final int MOST = 500;

    private final Supplier<PageContent> content;
    private final Predicate<Request> isIn;
    private final SlowConnections slow;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<TailConnection> open = ConcurrentHashMap.newKeySet();

    /**
     * Makes the handler.
     *
     * @param isIn whether a request is still of someone who has signed in
     */
    TailHandler(Supplier<PageContent> content, Predicate<Request> isIn, SlowConnections slow) {
        this.content = content;
        this.isIn = isIn;
        this.slow = slow;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (Answers.refusedUnlessGet(request, response, callback)) {
            return true;
        }
        if (count.incrementAndGet() > MOST) {
            count.decrementAndGet();
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "10");
            Answers.error(
                    response,
                    callback,
                    Answers.UNAVAILABLE,
                    MOST + " live tails are open already; allowed are no more: close one");
            return true;
        }
        TailConnection connection = new TailConnection(request, response, callback, () -> isIn.test(request));
        open.add(connection);
        slow.spare(request);
        Request.addCompletionListener(request, failure -> {
            open.remove(connection);
            count.decrementAndGet();
            slow.watch(request);
        });
        String lastId = request.getHeaders().get("Last-Event-ID");
        Answer refusal = content.get().views().follow(ApiHandler.parameters(request), lastId, connection);
        if (refusal != null) {
            connection.refuse(refusal);
        }
        return true;
    }

    /** Ends the connections of all who are not signed in any more. */
    void signedOut() {
        open.forEach(TailConnection::endIfSignedOut);
    }

    /** Ends all connections. */
    void end() {
        open.forEach(each -> each.end(Frames.end("stopping")));
    }
}
