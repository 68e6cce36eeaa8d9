/** Benchmarks of single parts: event queue, rate solver, routing. */
@NullMarked
package weft.benchmark.micro;

import org.jspecify.annotations.NullMarked;
