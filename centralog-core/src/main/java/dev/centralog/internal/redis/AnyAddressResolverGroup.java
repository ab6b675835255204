// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A resolver of names by Java that returns the next one of a name's addresses each time, in the order of
 * {@link AddressTurns}: if one is dead, the next attempt to connect tries another.
 *
 * <p>Thread-safety: any thread; look-ups block a thread that does nothing else.
 */
final class AnyAddressResolverGroup extends AddressResolverGroup<InetSocketAddress> {
    private final AddressTurns turns;
    private final Executor lookUps;

    AnyAddressResolverGroup(AddressTurns turns, Executor lookUps) {
        this.turns = turns;
        this.lookUps = lookUps;
    }

    private interface LookUp<T> {
        T get() throws UnknownHostException;
    }

    /** Looks up on another thread, and completes the promise there. */
    private <T> void lookUp(LookUp<T> name, Promise<T> promise) {
        try {
            lookUps.execute(() -> {
                try {
                    promise.trySuccess(name.get());
                } catch (UnknownHostException | RuntimeException e) {
                    promise.tryFailure(e);
                }
            });
        } catch (RejectedExecutionException e) { // the client is being closed
            promise.tryFailure(e);
        }
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetNameResolver(executor) {
            @Override
            protected void doResolve(String name, Promise<InetAddress> promise) {
                lookUp(() -> turns.next(name, List.of(InetAddress.getAllByName(name))), promise);
            }

            @Override
            protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                lookUp(() -> List.of(InetAddress.getAllByName(name)), promise);
            }
        }.asAddressResolver();
    }
}
