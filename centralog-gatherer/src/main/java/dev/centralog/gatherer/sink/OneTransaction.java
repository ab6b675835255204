// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections are all the same one, in the middle of a transaction that goes on: their users can neither
 * commit nor close it. So, behind a connection pool, settings that are changed and reset within the transaction do not reach
 * other clients.
 */
final class OneTransaction {
    private static final Set<String> LEFT_TO_THE_OWNER =
            Set.of("close", "commit", "rollback", "setAutoCommit", "setReadOnly", "setTransactionIsolation");

    private OneTransaction() {}

    static DataSource of(Connection connection) {
        Connection shared = proxy(
                Connection.class,
                (method, arguments) ->
                        // A rollback to a savepoint has a parameter.
                        LEFT_TO_THE_OWNER.contains(method.getName())
                                        && !(method.getName().equals("rollback") && method.getParameterCount() > 0)
                                ? null
                                : method.invoke(connection, arguments));
        return proxy(DataSource.class, (method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return shared;
            }
            throw new UnsupportedOperationException(method.toString());
        });
    }

    private interface Call {
        @Nullable
        Object answer(java.lang.reflect.Method method, @Nullable Object @Nullable [] arguments)
                throws IllegalAccessException, InvocationTargetException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                OneTransaction.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return call.answer(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}
