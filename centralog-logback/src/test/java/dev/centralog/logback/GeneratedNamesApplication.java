// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * An application in its own JVM that logs under names that the JVM generates: a lambda's, a proxy's, and with an
 * exception of a hidden class. With another argument it first creates other classes of the same kinds, so that the
 * names differ.
 */
final class GeneratedNamesApplication {
    private GeneratedNamesApplication() {}

    /** The class of an exception that is defined a second time, as a hidden class. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure(Throwable cause) {
            super("deliberate", cause);
        }
    }

    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        if (arguments[1].equals("after others")) {
            Supplier<Object> one = () -> arguments;
            Supplier<Object> other = () -> one;
            make(Comparator.class, other.get());
            failure(new IllegalStateException("another"));
        }
        ConfiguredLogback logback = new ConfiguredLogback((LoggerContext) LoggerFactory.getILoggerFactory())
                .with("<redis>" + arguments[0] + "</redis><shutdownTimeout>1 m</shutdownTimeout>" + arguments[2]);
        Callable<Object> lambda = () -> arguments;
        for (Object each : Arrays.asList(lambda, make(Callable.class, arguments))) {
            Throwable failure = failure(new IllegalStateException("cause"));
            LoggerFactory.getLogger(each.getClass()).error("failed of {}", arguments[1], failure);
            System.out.println(
                    each.getClass().getName() + " " + failure.getClass().getName());
        }
        logback.close();
    }

    private static Object make(Class<?> type, Object result) {
        return Proxy.newProxyInstance(
                GeneratedNamesApplication.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> result);
    }

    private static Throwable failure(Throwable cause) throws ReflectiveOperationException, IOException {
        try (InputStream bytes =
                Objects.requireNonNull(Failure.class.getResourceAsStream("GeneratedNamesApplication$Failure.class"))) {
            return MethodHandles.lookup()
                    .defineHiddenClass(bytes.readAllBytes(), true)
                    .lookupClass()
                    .asSubclass(Throwable.class)
                    .getDeclaredConstructor(Throwable.class)
                    .newInstance(cause);
        }
    }
}
