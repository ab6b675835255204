// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.redis;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The user of the embedded server, taken from the settings by which the gatherer logs in.
 *
 * @param name the user's name; empty for the default user
 * @param password the password; if empty, anybody may use the server
 */
record RedisUser(String name, String password) {
    private static final String RIGHTS = " ~* &* +@all";

    /**
     * Returns the user as the client reads it from the settings: the settings for user and password take precedence over the
     * URI, and a single word in the URI is a password.
     */
    static RedisUser of(CentralogConfig config) {
        String information = URI.create(config.get(Settings.REDIS)).getUserInfo();
        RedisUser inUri = information == null ? new RedisUser("", "") : parse(information);
        String password = config.get(Settings.REDIS_PASSWORD);
        RedisUser user = password.isEmpty()
                ? inUri
                : new RedisUser(
                        config.get(Settings.REDIS_USER).isEmpty() ? inUri.name : config.get(Settings.REDIS_USER),
                        password);
        if (!user.name.matches("[^\\s\"'\\\\\\p{Cntrl}]*")) {
            throw new ConfigException(
                    List.of("with --embedded-redis, the user must have no blanks, quotes or backslashes"
                            + " (setting 'redisUser')"));
        }
        return user;
    }

    private static RedisUser parse(String information) {
        int colon = information.indexOf(':');
        return new RedisUser(information.substring(0, Math.max(0, colon)), information.substring(colon + 1));
    }

    boolean hasPassword() {
        return !password.isEmpty();
    }

    /** Returns the lines of a server configuration for this user; they hold the digest of the password, not the password. */
    List<String> lines() {
        if (!hasPassword()) {
            return List.of();
        }
        String on = " on #" + digest() + RIGHTS;
        return name.isEmpty() || name.equals("default")
                ? List.of("user default" + on)
                : List.of("user default off", "user " + name + on);
    }

    private String digest() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
