// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.bench.jmh.Servers;
import dev.centralog.testkit.LocalGearmand;

/** What is measured. Public for JMH's generated code. */
public enum Work {
    /** The limit that the others are compared to. */
    MAP("`ConcurrentHashMap` of `LongAdder`") {
        @Override
        ActionCounter open(Servers servers) {
            return new MapCounter();
        }
    },
    /** As it comes: its buffer has not room for all pairs at once. */
    CENTRALOG("`ActionLog`") {
        @Override
        ActionCounter open(Servers servers) {
            return new CentralogCounter(CentralogConfig.defaults(), servers.redisUri());
        }
    },
    /** With room for all pairs. */
    CENTRALOG_ROOMY("`ActionLog`, `bufferBytes` 512MiB") {
        @Override
        ActionCounter open(Servers servers) {
            return new CentralogCounter(
                    CentralogConfig.defaults().with(Settings.BUFFER_BYTES, 512L << 20), servers.redisUri());
        }
    },
    REDIS_PIPELINED("`HINCRBY`, Lettuce async") {
        @Override
        ActionCounter open(Servers servers) {
            return new PipelinedRedisCounter(servers.redisUri());
        }
    },
    REDIS("`HINCRBY`, Lettuce sync") {
        @Override
        ActionCounter open(Servers servers) {
            return new RedisCounter(servers.redisUri());
        }
    },
    GEARMAN("Gearman background job") {
        @Override
        ActionCounter open(Servers servers) {
            return new GearmanCounter(servers.gearmandPort());
        }

        @Override
        boolean isAvailable() {
            return LocalGearmand.isAvailable();
        }
    };

    private final String title;

    Work(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether what it needs is on this machine; if not, standard error says what is missing. */
    boolean isAvailable() {
        return true;
    }

    abstract ActionCounter open(Servers servers);
}
