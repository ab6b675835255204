// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstReplyTest {
    private final IllegalStateException lost = new IllegalStateException("RedisHandshakeHandler not registered");

    private final AtomicReference<@Nullable String> error = new AtomicReference<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** Sends a reply through the handler, and asserts that the next one gets all of it. */
    private void reply(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, UTF_8));
        ByteBuf passed = channel.readInbound();
        assertThat(passed.toString(UTF_8)).isEqualTo(text);
        passed.release();
    }

    @Test
    void error_ofTheFirstReply_isKept() {
        FirstReply.of(channel, error);

        reply("-WRONGPASS invalid username-password pair\r\n");
        reply("-ERR later\r\n");

        assertThat(error).hasValue("WRONGPASS invalid username-password pair");
        assertThat(channel.pipeline().get(FirstReply.class)).isNull();
    }

    @Test
    void error_afterAnAnswer_isNot() {
        FirstReply.of(channel, error);

        reply("%1\r\n+server\r\n+redis\r\n");
        reply("-ERR later\r\n");

        assertThat(error).hasValue(null);
    }

    @Test
    void error_behindACommandThatIsNotKnown_isKept() {
        FirstReply.of(channel, error);

        reply("-ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `default`, `secret`\r\n");
        assertThat(error).hasValue(null);
        reply("-WRONGPASS invalid\r\n");

        assertThat(error).hasValue("WRONGPASS invalid");
    }

    @Test
    void arguments_thatAServerRepeats_areNotSaid() {
        IllegalStateException echo =
                new IllegalStateException("ERR unknown command `AUTH`, with args beginning with: `secret`, ");

        assertThat(RedisErrors.explain(echo)).isEqualTo("ERR unknown command `AUTH`");
        assertThat(RedisErrors.explainConnecting(echo, null, true)).isEqualTo("ERR unknown command `AUTH`");
    }

    @Test
    void commandWithoutAConnection_isToldInOurWords() {
        assertThat(RedisErrors.explain(new RedisException("Currently not connected. Commands are rejected.")))
                .isEqualTo(
                        "Redis can't be reached: the connection to it has ended, and there is no new one yet (setting"
                                + " 'redis')");
    }

    @Test
    void reason_thatTheClientPassedOver_isSaid() {
        assertThat(RedisErrors.explainConnecting(lost, "ERR max number of clients reached", false))
                .contains("(maxclients)", "ERR max number of clients reached")
                .doesNotContain("TLS", "not registered");
        assertThat(RedisErrors.explainConnecting(lost, null, false)).contains("without giving a reason", "rediss://");
    }
}
