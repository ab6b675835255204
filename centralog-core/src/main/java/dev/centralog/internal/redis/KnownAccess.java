// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.ConfigException;
import dev.centralog.RedisAccess;
import dev.centralog.lettuce.ExistingClient;
import java.util.List;

/** The only kind of {@link RedisAccess} that there is. */
public final class KnownAccess {
    private KnownAccess() {}

    /**
     * Returns the access as the kind that it is.
     *
     * @throws ConfigException if it is of another kind, which would be ignored otherwise
     */
    public static ExistingClient of(RedisAccess access) {
        if (access instanceof ExistingClient known) {
            return known;
        }
        throw new ConfigException(List.of("the RedisAccess is a "
                + access.getClass().getName() + "; allowed is a " + ExistingClient.class.getName()));
    }
}
