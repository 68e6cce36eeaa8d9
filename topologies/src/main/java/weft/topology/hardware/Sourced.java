package weft.topology.hardware;

/**
 * A number of the catalogue that is to be marked where it is printed, unless somebody verified it.
 *
 * @param value in the unit that its holder says
 * @param verified whether somebody found it, or what it follows from, in a source
 */
public record Sourced(double value, boolean verified) {}
