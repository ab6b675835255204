// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.tools.audit;

import org.jspecify.annotations.NullMarked;
