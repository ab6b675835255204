// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2.standalone;

import static java.util.Objects.requireNonNull;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.Version;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** An application that brings and uses its own Netty, and logs as many events as its argument says. */
public final class StandaloneApplication {
    private StandaloneApplication() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logger logger = LogManager.getLogger(StandaloneApplication.class);
        NioEventLoopGroup group = new NioEventLoopGroup(1);
        int events = Integer.parseInt(arguments[0]);
        for (int i = 0; i < events; i++) {
            logger.info("event {}", i);
        }
        LogManager.getLogger("io.netty.of.the.Application").error("failed", new IllegalStateException("deliberate"));
        LogManager.getLogger("reactor.of.the.Application").warn("the application's own library");
        group.shutdownGracefully().await();
        System.out.println("Netty "
                + requireNonNull(Version.identify().get("netty-common")).artifactVersion());
    }
}
