// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/**
 * A way to connect to Redis other than by the settings: a {@code dev.centralog.lettuce.ExistingClient}, the only kind there
 * is. An application's own kind is refused with a {@link ConfigException} by all that take one.
 */
public interface RedisAccess {}
