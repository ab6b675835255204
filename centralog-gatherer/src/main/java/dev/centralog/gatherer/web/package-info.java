// SPDX-License-Identifier: Apache-2.0
/** The HTTP server of the page: who may ask for what, and the answers. It knows nothing of the database; the views do. */
@NullMarked
package dev.centralog.gatherer.web;

import org.jspecify.annotations.NullMarked;
