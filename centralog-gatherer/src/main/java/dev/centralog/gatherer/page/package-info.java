// SPDX-License-Identifier: Apache-2.0
/** The views of the page: what is stored, as JSON. */
@NullMarked
package dev.centralog.gatherer.page;

import org.jspecify.annotations.NullMarked;
