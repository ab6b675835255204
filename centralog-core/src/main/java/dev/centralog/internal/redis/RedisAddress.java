// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.StaticCredentialsProvider;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of Redis and the user there, by the settings. */
final class RedisAddress {
    private static final Pattern UNUSUAL_HOST = Pattern.compile("(rediss?://(?:[^@/]*@)?)([^@/:?]+)(.*)");

    private RedisAddress() {}

    /**
     * Returns the address with what the settings add to it. Not to be called early, as it starts the client library's
     * logging.
     */
    static RedisURI of(CentralogConfig config) {
        RedisURI uri = parse(config.get(Settings.REDIS));
        String user = config.get(Settings.REDIS_USER);
        String password = config.get(Settings.REDIS_PASSWORD);
        if (!password.isEmpty()) {
            RedisURI.Builder builder = RedisURI.builder(uri);
            uri = user.isEmpty()
                    ? builder.withPassword(password.toCharArray()).build()
                    : builder.withAuthentication(user, password.toCharArray()).build();
        }
        if (config.has(Settings.REDIS_DATABASE)) {
            uri.setDatabase(config.get(Settings.REDIS_DATABASE));
        }
        uri.setCredentialsProvider(immediate(uri.getCredentialsProvider()));
        uri.setClientName("centralog");
        uri.setVerifyPeer(SslVerifyMode.FULL); // the certificate and its host
        return uri;
    }

    /**
     * Returns credentials that Lettuce uses on its own thread. It looks up all others on a thread of the common pool, where
     * the reason for a refusal is lost if the closing of the connection is noticed first (Lettuce 7.7,
     * {@code RedisHandshakeHandler.fail}). The credentials of a {@link RedisURI} with a user are among the others.
     */
    private static RedisCredentialsProvider immediate(RedisCredentialsProvider given) {
        return given instanceof ImmediateRedisCredentialsProvider
                ? given
                : new StaticCredentialsProvider(
                        given.resolveCredentials().toFuture().join());
    }

    /** Reads an address as Lettuce does, and also host names that Java's URI does not take: those with an underscore. */
    private static RedisURI parse(String text) {
        Matcher parts = UNUSUAL_HOST.matcher(text);
        if (URI.create(text).getHost() != null || !parts.matches()) {
            return RedisURI.create(text);
        }
        RedisURI uri = RedisURI.create(parts.group(1) + "localhost" + parts.group(3));
        uri.setHost(parts.group(2));
        return uri;
    }
}
