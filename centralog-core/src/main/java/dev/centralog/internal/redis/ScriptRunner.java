// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The caller of scripts: by their digests, or by their texts if Redis has forgotten them. That may be at any time: after a
 * restart, a failover or SCRIPT FLUSH. NOSCRIPT means that nothing was executed.
 *
 * <p>Thread-safety: any thread; does not block.
 */
public final class ScriptRunner {
    private static final ByteArrayCodec CODEC = ByteArrayCodec.INSTANCE;

    private final RedisConnection link;

    public ScriptRunner(RedisConnection link) {
        this.link = link;
    }

    /** Calls a script whose reply is a number. */
    public CompletionStage<Long> number(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return run(script, () -> new IntegerOutput<>(CODEC), keys, arguments);
    }

    /** Calls a script whose reply is a list of numbers and byte arrays. */
    public CompletionStage<List<Object>> list(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return run(script, () -> new NestedMultiOutput<>(CODEC), keys, arguments);
    }

    private <T> CompletionStage<T> run(
            Script script,
            Supplier<CommandOutput<byte[], byte[], T>> output,
            List<byte[]> keys,
            List<byte[]> arguments) {
        return call(CommandType.EVALSHA, output.get(), laidOut(script.sha1(), keys, arguments))
                .handle((answer, trouble) -> {
                    if (trouble == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    return RedisErrors.isNoScript(causeOf(trouble))
                            ? call(CommandType.EVAL, output.get(), laidOut(script.text(), keys, arguments))
                                    .toCompletableFuture()
                            : CompletableFuture.<T>failedFuture(trouble);
                })
                .thenCompose(stage -> stage);
    }

    private <T> CompletionStage<T> call(
            CommandType type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
        return link.commands()
                .dispatch(type, output, arguments)
                .whenComplete((answer, trouble) -> link.heard(trouble == null ? null : causeOf(trouble)));
    }

    private static Throwable causeOf(Throwable trouble) {
        Throwable cause = trouble instanceof CompletionException ? trouble.getCause() : null;
        return cause == null ? trouble : cause;
    }

    /**
     * Returns the arguments of a call, laid out by hand: Lettuce's own calls copy each argument twice, and a batch has
     * thousands.
     */
    private static CommandArgs<byte[], byte[]> laidOut(String script, List<byte[]> keys, List<byte[]> arguments) {
        CommandArgs<byte[], byte[]> call = new CommandArgs<>(CODEC).add(script).add(keys.size());
        keys.forEach(call::addKey);
        arguments.forEach(call::add);
        return call;
    }
}
