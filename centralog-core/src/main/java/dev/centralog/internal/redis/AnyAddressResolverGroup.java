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

/**
 * A resolver of names by Java that returns the next one of a name's addresses each time, in the order of
 * {@link AddressTurns}: if one is dead, the next attempt to connect tries another.
 *
 * <p>Thread-safety: any thread; a look-up blocks the client's thread, which has nothing else to do until it is connected.
 */
final class AnyAddressResolverGroup extends AddressResolverGroup<InetSocketAddress> {
    private final AddressTurns turns;

    AnyAddressResolverGroup(AddressTurns turns) {
        this.turns = turns;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetNameResolver(executor) {
            @Override
            protected void doResolve(String name, Promise<InetAddress> promise) {
                try {
                    promise.setSuccess(turns.next(name, List.of(InetAddress.getAllByName(name))));
                } catch (UnknownHostException e) {
                    promise.setFailure(e);
                }
            }

            @Override
            protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                try {
                    promise.setSuccess(List.of(InetAddress.getAllByName(name)));
                } catch (UnknownHostException e) {
                    promise.setFailure(e);
                }
            }
        }.asAddressResolver();
    }
}
