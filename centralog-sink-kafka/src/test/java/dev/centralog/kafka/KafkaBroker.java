// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.Kafka;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** The main class of a broker's process: formats its directory, as {@code kafka-storage.sh} does, and runs Kafka itself. */
final class KafkaBroker {
    private KafkaBroker() {}

    /** Runs the broker whose properties are in the first argument's file, with the user of the second one. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        Properties properties = Utils.loadProps(file.toString());
        String directory = properties.getProperty("log.dirs");
        new Formatter()
                .setPrintStream(System.err)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setClusterId("centralog-test-cluster")
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory)
                .addDirectory(directory)
                .setScramArguments(List.of(arguments[1]))
                .setIgnoreFormatted(true)
                .run();
        Kafka.main(new String[] {file.toString()});
    }
}
