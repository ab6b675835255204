// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.LifeSign;
import java.io.IOException;

/**
 * A decoder for what a process says of itself; {@link dev.centralog.internal.wire.ProcessEncoder} says what that looks like.
 */
public final class ProcessDecoder {
    private long version;
    private String release = "";
    private String instance = "";
    private String centralog = "";
    private String java = "";
    private String framework = "";
    private final EventDecoder.OriginFields origin = new EventDecoder.OriginFields();

    private ProcessDecoder() {}

    /**
     * Reads a process. A text that is too long is cut, and characters that do harm are replaced, whoever wrote it.
     *
     * @throws UnreadableEventException if it is none, or one of a newer major version; no other exception is thrown
     */
    public static ProcessInfo decode(byte[] bytes) {
        return Json.read(bytes, input -> new ProcessDecoder().process(input));
    }

    /**
     * Reads a sign of life.
     *
     * @throws UnreadableEventException if it is none, or one of a newer major version; no other exception is thrown
     */
    public static LifeSign decodeSign(byte[] bytes) {
        return Json.read(bytes, input -> {
            ProcessDecoder decoder = new ProcessDecoder();
            ProcessInfo process = decoder.process(input);
            return new LifeSign(process, decoder.centralog, decoder.java, decoder.framework);
        });
    }

    private ProcessInfo process(JsonInput input) throws IOException {
        input.object(name -> {
            switch (name) {
                case "v" -> version = EventDecoder.version(input);
                case "release" -> release = input.text();
                case "instance" -> instance = input.text();
                case "centralog" -> centralog = input.text();
                case "java" -> java = input.text();
                case "framework" -> framework = input.text();
                default -> origin.readOrSkip(name, input);
            }
        });
        if (version == 0) {
            throw new UnreadableEventException("no process: it has no version");
        }
        return origin.process(release, instance);
    }
}
