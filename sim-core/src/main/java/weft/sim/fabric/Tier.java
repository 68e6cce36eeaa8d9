package weft.sim.fabric;

/**
 * A class of links that a report speaks of as one, such as NVLink or leaf–spine.
 *
 * @param name stable name in results and files, such as {@code leaf-spine}
 * @param label what people call it, such as {@code leaf–spine}
 */
public record Tier(String name, String label) {}
