// SPDX-License-Identifier: Apache-2.0
/** The text of what has changed, for people and for programs. */
@NullMarked
package dev.centralog.gatherer.news;

import org.jspecify.annotations.NullMarked;
