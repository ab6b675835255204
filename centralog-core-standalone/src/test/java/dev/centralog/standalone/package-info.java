// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.standalone;

import org.jspecify.annotations.NullMarked;
