/**
 * What can be read off a topology without simulating it: counts, modules, power, oversubscription,
 * ports, paths, cuts, failures.
 */
@NullMarked
package weft.topology.analyse;

import org.jspecify.annotations.NullMarked;
