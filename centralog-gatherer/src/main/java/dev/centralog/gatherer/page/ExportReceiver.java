// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import java.io.IOException;
import java.io.OutputStream;

/** A receiver of an export. */
public interface ExportReceiver {
    /**
     * Returns where it is to be written; it is called once, when it is known that there is something to write.
     *
     * @param type the media type
     * @param name the name of the file, of letters, digits, {@code .} and {@code -}
     */
    OutputStream begin(String type, String name) throws IOException;
}
