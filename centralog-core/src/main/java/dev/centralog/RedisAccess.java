// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/**
 * How connections to Redis are had, where that is not by the settings: see
 * {@code dev.centralog.lettuce.ExistingClient}.
 */
public interface RedisAccess {}
