// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The answers to requests that Jetty refuses, or that fail: the status and its usual words, and nothing of the request or of us. */
final class PageErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answers.protect(response.getHeaders());
        Answers.error(response, callback, response.getStatus(), HttpStatus.getMessage(response.getStatus()));
        return true;
    }
}
