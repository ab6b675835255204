// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.SQLException;

/** Writes what deliveries of one stream hold, within a transaction that is its caller's. */
interface DeliveryWriter<D extends SealedDelivery> {
    /** The table that the rows are of. */
    Upsert table();

    /** Writes all of a delivery; it is asked again, after the transaction was undone, if it fails. */
    Stored write(D delivery, RowWriter rows, ReportWriter reports) throws SQLException;
}
