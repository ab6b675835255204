// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/**
 * A way to connect to Redis other than by the settings. The only kind is
 * {@code dev.centralog.lettuce.ExistingClient}; every method that takes an access refuses any other kind with a
 * {@link ConfigException}.
 */
public interface RedisAccess {}
