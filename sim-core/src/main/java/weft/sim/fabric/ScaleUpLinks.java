package weft.sim.fabric;

import java.util.Arrays;

/**
 * The links of the scale-up networks: those that lead from one GPU of a domain to another, or
 * between such a GPU and a switch that serves GPUs of this domain and nothing else.
 */
public final class ScaleUpLinks {

  private final boolean[] inside;

  /** The scale-up links of a fabric. */
  public ScaleUpLinks(Fabric fabric) {
    int[] domains = new int[fabric.nodeCount()];
    Arrays.fill(domains, Fabric.NONE);
    boolean[] isEndpoint = fabric.endpointNodes();
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      domains[fabric.endpointNode(endpoint)] = fabric.domain(endpoint);
    }
    int[] ofSwitches = new int[fabric.nodeCount()];
    Arrays.setAll(
        ofSwitches,
        node ->
            isEndpoint[node] || fabric.isNic(node)
                ? Fabric.NONE
                : commonDomain(fabric, node, domains));
    inside = new boolean[fabric.linkCount()];
    for (int link = 0; link < inside.length; link++) {
      int source = domain(fabric.source(link), domains, ofSwitches);
      inside[link] =
          source != Fabric.NONE && source == domain(fabric.target(link), domains, ofSwitches);
    }
  }

  private static int domain(int node, int[] ofEndpoints, int[] ofSwitches) {
    return ofEndpoints[node] == Fabric.NONE ? ofSwitches[node] : ofEndpoints[node];
  }

  /** The domain of all neighbours of a node, if these are GPUs of one. */
  private static int commonDomain(Fabric fabric, int node, int[] ofEndpoints) {
    int common = Fabric.NONE;
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      int domain = ofEndpoints[fabric.target(link)];
      if (domain == Fabric.NONE || (common != Fabric.NONE && domain != common)) {
        return Fabric.NONE;
      }
      common = domain;
    }
    return common;
  }

  /** Whether a link is one of them. */
  public boolean contains(int link) {
    return inside[link];
  }
}
