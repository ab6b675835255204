// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.tools;

import org.jspecify.annotations.NullMarked;
