// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.CentralogException;

/** An exception that says that a delivery is not in Redis any more: another reader took it over and acknowledged it. */
public final class DeliveryGoneException extends CentralogException {
    private static final long serialVersionUID = 1;

    public DeliveryGoneException(String message) {
        super(message);
    }
}
