package weft.topology.analyse;

/**
 * How full the switches of one role and type are.
 *
 * @param role what they are, such as {@code leaf}
 * @param switchType name of their type in the catalogue
 * @param switches how many there are
 * @param ports how many ports each has: its radix
 * @param leastUsed ports in use on the emptiest of them
 * @param mostUsed ports in use on the fullest of them
 */
public record PortUse(
    String role, String switchType, int switches, int ports, int leastUsed, int mostUsed) {}
