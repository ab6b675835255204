// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.text.JsonLine;
import java.util.function.Function;

/** A view: what is asked with some parameters, before any connection is taken for it. */
interface View {
    /**
     * Returns the reading of the answer.
     *
     * @throws BadRequestException if a parameter is not allowed
     */
    Function<StoredReader, JsonLine> of(Parameters parameters);
}
