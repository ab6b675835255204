// SPDX-License-Identifier: Apache-2.0
package dev.centralog.lettuce;

import dev.centralog.RedisAccess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.Objects;

/**
 * A Lettuce client of the application's, whose threads and options Centralog then uses; Centralog opens connections of
 * its own on it, closes those, and never shuts the client down.
 *
 * <p>The client's options should reject commands while disconnected and bound its request queue; Lettuce's defaults let
 * both grow without bound.
 *
 * @param client the client
 * @param uri where to connect to
 */
public record ExistingClient(RedisClient client, RedisURI uri) implements RedisAccess {
    public ExistingClient {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(uri, "uri");
    }
}
