package weft.topology.graph;

/**
 * An optical circuit switch (OCS): mirrors that join its ports in pairs. It is passive, so that a
 * circuit through it is a cable between the two devices at its ends, of which it holds two ports.
 *
 * @param name its name in reports, such as {@code ocs-x-07}
 * @param ports how many ports it has
 */
public record CircuitSwitch(String name, int ports) {}
