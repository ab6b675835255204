// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A handler for SIGHUP, at which a JVM would end otherwise. It has no effect if the JVM or the system does not support that
 * signal.
 *
 * <p>Thread-safety: any thread; a thread of the JVM runs the action.
 */
final class HangupSignal implements AutoCloseable {
    private static final String NAME = "HUP";

    private final @Nullable Object before;

    private HangupSignal(@Nullable Object before) {
        this.before = before;
    }

    /** Installs a handler that runs the action at each signal, until it is closed. */
    static HangupSignal on(Runnable action) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "what " + NAME + " does";
                };
            };
            return new HangupSignal(handle(
                    Proxy.newProxyInstance(HangupSignal.class.getClassLoader(), new Class<?>[] {handler}, calls)));
        } catch (ReflectiveOperationException | IllegalArgumentException ignored) { // -Xrs, or a system without it
            return new HangupSignal(null);
        }
    }

    /** Sets the handler and returns the one before. Uses reflection: the compiler warns of each use of these classes. */
    private static Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Method handle = signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"));
        try {
            return handle.invoke(null, signal.getConstructor(String.class).newInstance(NAME), handler);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        }
    }

    @Override
    public void close() {
        if (before != null) {
            try {
                handle(before);
            } catch (ReflectiveOperationException | IllegalArgumentException ignored) {
                // Setting the handler has worked before, so this can't fail.
            }
        }
    }
}
