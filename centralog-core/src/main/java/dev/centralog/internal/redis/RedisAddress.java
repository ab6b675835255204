// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.redis.Route.Node;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.StaticCredentialsProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The address of Redis and the user there, by the settings.
 *
 * @param uri the address of the first server, or of the sentinels
 * @param servers the addresses of all servers; none if sentinels are to be asked for it
 */
record RedisAddress(RedisURI uri, List<Node> servers) {
    private static final Pattern LIST = Pattern.compile("(rediss?://(?:[^@/]*@)?)([^@/]+)(.*)");
    private static final Pattern SERVER = Pattern.compile("(\\[[^]]*]|[^:\\[\\]]+)(?::(\\d{1,5}))?");

    RedisAddress {
        servers = List.copyOf(servers);
    }

    /**
     * Returns the address with what the settings add to it. Not to be called early, as it starts the client library's
     * logging.
     */
    static RedisAddress of(CentralogConfig config) {
        RedisAddress address = parse(config.get(Settings.REDIS));
        RedisURI uri = withUser(address.uri, config.get(Settings.REDIS_USER), config.get(Settings.REDIS_PASSWORD));
        if (config.has(Settings.REDIS_DATABASE)) {
            uri.setDatabase(config.get(Settings.REDIS_DATABASE));
        }
        complete(uri);
        String user = config.get(Settings.SENTINEL_USER);
        String password = config.get(Settings.SENTINEL_PASSWORD);
        List<RedisURI> sentinels = uri.getSentinels().stream()
                .map(each -> withUser(each, user, password))
                .collect(Collectors.toCollection(ArrayList::new));
        sentinels.forEach(RedisAddress::complete);
        Collections.shuffle(sentinels, ThreadLocalRandom.current()); // they are asked in this order
        uri.getSentinels().clear();
        uri.getSentinels().addAll(sentinels);
        return new RedisAddress(uri, address.servers);
    }

    private static RedisURI withUser(RedisURI uri, String user, String password) {
        if (password.isEmpty()) {
            return uri;
        }
        RedisURI.Builder builder = RedisURI.builder(uri);
        return user.isEmpty()
                ? builder.withPassword(password.toCharArray()).build()
                : builder.withAuthentication(user, password.toCharArray()).build();
    }

    private static void complete(RedisURI uri) {
        uri.setCredentialsProvider(immediate(uri.getCredentialsProvider()));
        uri.setClientName("centralog");
        uri.setVerifyPeer(SslVerifyMode.FULL); // the certificate and its host
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

    /**
     * Reads an address as Lettuce does, and besides lists of servers, and host names that Java's URI does not take: those with
     * an underscore.
     */
    private static RedisAddress parse(String text) {
        Matcher parts = LIST.matcher(text);
        if (!parts.matches()) {
            return new RedisAddress(RedisURI.create(text), List.of()); // that of sentinels
        }
        RedisURI uri = RedisURI.create(parts.group(1) + "localhost" + parts.group(3));
        List<Node> servers = new ArrayList<>();
        for (String each : parts.group(2).split(",")) {
            Matcher server = SERVER.matcher(each.strip());
            if (server.matches()) {
                String host = server.group(1).replaceAll("[\\[\\]]", "");
                servers.add(new Node(
                        host,
                        server.group(2) == null ? RedisURI.DEFAULT_REDIS_PORT : Integer.parseInt(server.group(2))));
            }
        }
        uri.setHost(servers.get(0).host());
        uri.setPort(servers.get(0).port());
        return new RedisAddress(uri, servers);
    }
}
