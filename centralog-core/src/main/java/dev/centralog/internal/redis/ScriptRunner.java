// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Calls scripts by their digests, and by their texts where Redis has forgotten them: after a restart, a failover or
 * SCRIPT FLUSH, so at any time. NOSCRIPT means that nothing was executed.
 *
 * <p>Thread-safety: any thread; does not block.
 */
final class ScriptRunner {
    private final RedisLink link;

    ScriptRunner(RedisLink link) {
        this.link = link;
    }

    /** A call whose answer is a number. */
    CompletionStage<Long> number(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return run(script, ScriptOutputType.INTEGER, keys, arguments);
    }

    /** A call whose answer is a list of numbers and byte arrays. */
    CompletionStage<List<Object>> list(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return run(script, ScriptOutputType.MULTI, keys, arguments);
    }

    private <T> CompletionStage<T> run(
            Script script, ScriptOutputType output, List<byte[]> keys, List<byte[]> arguments) {
        Script.Source source = script.source(link.server());
        byte[][] keyArray = keys.toArray(byte[][]::new);
        byte[][] argumentArray = arguments.toArray(byte[][]::new);
        CompletionStage<T> called = link.commands().evalsha(source.sha1(), output, keyArray, argumentArray);
        return called.handle((answer, trouble) -> {
                    if (trouble == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    Throwable cause = trouble instanceof CompletionException ? trouble.getCause() : trouble;
                    if (cause != null && Trouble.isNoScript(cause)) {
                        CompletionStage<T> again = link.commands().eval(source.text(), output, keyArray, argumentArray);
                        return again.toCompletableFuture();
                    }
                    return CompletableFuture.<T>failedFuture(trouble);
                })
                .thenCompose(stage -> stage);
    }
}
