package weft.topology.picture;

import java.util.List;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;

/**
 * A part of a topology with the parts that it consists of.
 *
 * @param form how it hangs together
 * @param devices its own devices, not those of its children
 * @param links cables between its own devices, or from child to child
 * @param uplinks cables to the devices of the part that it belongs to
 * @param children in the order of their first devices
 * @param signature equal for parts that are built alike: with devices of the same colours, children
 *     of the same signatures, and uplinks of the same classes to devices of the same colours
 */
record Part(
    Form form,
    List<Device> devices,
    List<Cable> links,
    List<Cable> uplinks,
    List<Part> children,
    int signature) {

  /** How a part hangs together. */
  enum Form {
    /** A server, or a device on its own; it has no children. */
    NODE,
    /** Children below the devices. */
    LAYERED,
    /** Children that only cables of their level join, if any. */
    LATERAL
  }
}
