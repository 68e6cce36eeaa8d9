package weft.topology.analyse;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/**
 * Which links inside nodes lie on a way from a GPU to the network: not those of a scale-up network
 * that ends inside its node, nor those from GPU to GPU.
 */
final class NodeExits {

  /** Whether a device has a cable that leaves the node, or leads up to one that does. */
  private final boolean[] leadsOut;

  NodeExits(Topology topology, CableIndex index) {
    leadsOut = new boolean[topology.devices().size()];
    IntArrayList found = new IntArrayList();
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        mark(cable.lower(), found);
        mark(cable.upper(), found);
      }
    }
    for (int next = 0; next < found.size(); next++) {
      int device = found.getInt(next);
      for (int i = index.first(device); i < index.end(device); i++) {
        Cable cable = topology.cables().get(index.cable(i));
        if (cable.tier().insideNode() && isAboveGpus(cable)) {
          mark(cable.lower(), found);
          if (cable.isLateral()) {
            mark(cable.upper(), found);
          }
        }
      }
    }
  }

  /** Whether a cable is one between nodes, or on the way to one. */
  boolean isWayOut(Cable cable) {
    return !cable.tier().insideNode() || (isAboveGpus(cable) && leadsOut[cable.upper().id()]);
  }

  private static boolean isAboveGpus(Cable cable) {
    return cable.upper().kind().level() > 0;
  }

  private void mark(Device device, IntArrayList found) {
    if (!leadsOut[device.id()]) {
      leadsOut[device.id()] = true;
      found.add(device.id());
    }
  }
}
