// SPDX-License-Identifier: Apache-2.0
package dev.centralog.lettuce;

import dev.centralog.RedisAccess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.Objects;

/**
 * A Lettuce client of the application. Centralog uses its threads and options, opens connections of its own on it and
 * closes them, and never shuts the client down.
 *
 * <p>The client's options should reject commands while disconnected, and should bound its request queue; with
 * Lettuce's defaults, both grow without bound.
 *
 * @param client the client
 * @param uri the URI of the Redis to connect to
 */
public record ExistingClient(RedisClient client, RedisURI uri) implements RedisAccess {
    public ExistingClient {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(uri, "uri");
    }
}
