// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The error reply that a connection begins with, if there is one. Lettuce reports it, unless the connection ends before that
 * (Lettuce 7.7: "RedisHandshakeHandler not registered", a few times in 26,000 on a busy machine); then this is the only
 * record of the reason.
 *
 * <p>Thread-safety: the connection's thread alone, but for what it writes to.
 */
final class FirstReply extends ChannelInboundHandlerAdapter {
    private static final int LONGEST = 300;
    private final AtomicReference<@Nullable String> error;

    private FirstReply(AtomicReference<@Nullable String> error) {
        this.error = error;
    }

    /**
     * Adds the reader of a new connection's first reply, which writes it to {@code error} if it is one, without the sign in
     * front.
     */
    static void of(Channel made, AtomicReference<@Nullable String> error) {
        ChannelPipeline pipeline = made.pipeline();
        ChannelHandler tls = pipeline.get(SslHandler.class);
        if (tls == null) {
            pipeline.addFirst(new FirstReply(error));
        } else {
            pipeline.addAfter(pipeline.context(tls).name(), "first-reply", new FirstReply(error));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            String reply = bytes.toString(bytes.readerIndex(), Math.min(bytes.readableBytes(), LONGEST), UTF_8);
            // A server that does not know HELLO is sent AUTH after that, or nothing.
            if (!reply.startsWith("-ERR unknown") && !reply.startsWith("-NOPROTO")) {
                if (reply.startsWith("-")) {
                    error.set(reply.substring(1).lines().findFirst().orElse(""));
                }
                context.pipeline().remove(this);
            }
        }
        context.fireChannelRead(message);
    }
}
