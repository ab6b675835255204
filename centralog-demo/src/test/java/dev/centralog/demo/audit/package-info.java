// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.demo.audit;

import org.jspecify.annotations.NullMarked;
