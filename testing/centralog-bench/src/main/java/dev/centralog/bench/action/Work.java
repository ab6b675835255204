// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.bench.jmh.Servers;
import dev.centralog.testkit.LocalGearmand;

/** The ways of counting that are measured. Public for JMH's generated code. */
public enum Work {
    /** A plain map, the limit that the others are compared to. */
    MAP("`ConcurrentHashMap` of `LongAdder`") {
        @Override
        ActionCounter open(Servers servers) {
            return new MapCounter();
        }
    },
    /** The action log with its default settings; its buffer has no room for all pairs at once. */
    CENTRALOG("`ActionLog`") {
        @Override
        ActionCounter open(Servers servers) {
            return new CentralogCounter(CentralogConfig.defaults(), servers.redisUri());
        }
    },
    /** The action log with room for all pairs. */
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

    /** Whether this machine has what the work needs; if not, prints on standard error what is missing. */
    boolean isAvailable() {
        return true;
    }

    abstract ActionCounter open(Servers servers);
}
