package weft.sim.run;

import java.util.Arrays;
import weft.sim.collective.GroupShape;
import weft.sim.collective.cost.LinkRates;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.ScaleUpLinks;
import weft.sim.route.UpDownRouter;

/**
 * What a library learns of a group's links before it chooses how to do a collective: how fast a
 * rank reaches others of its node and of the next one, when nobody else sends. That a network is
 * oversubscribed, no library knows.
 */
public final class GroupLinks {

  private final Fabric fabric;
  private final ScaleUpLinks scaleUp;
  private final UpDownRouter router;

  /** Looks at the groups of a fabric. */
  public GroupLinks(Fabric fabric) {
    this.fabric = fabric;
    scaleUp = new ScaleUpLinks(fabric);
    router = new UpDownRouter(fabric, 1);
  }

  /**
   * Where the ranks of a group are.
   *
   * @param members endpoint of each rank
   * @param reducing whether the switches of a scale-up network reduce and multicast
   */
  public GroupShape shape(int[] members, boolean reducing) {
    GroupShape shape =
        GroupShape.of(
                Arrays.stream(members).map(fabric::domain).toArray(),
                Arrays.stream(members).map(fabric::rail).toArray())
            .withPorts(Arrays.stream(members).map(fabric::ports).min().orElse(1));
    if (shape.size(0) > 1 && isJoined(members[0], members[shape.rank(0, 1)])) {
      return shape.withMesh();
    }
    return reducing && isSwitched(members[0]) ? shape.withMulticast() : shape;
  }

  private boolean isJoined(int endpoint, int other) {
    return fabric.isJoined(fabric.endpointNode(endpoint), fabric.endpointNode(other));
  }

  /** Whether an endpoint is cabled to a switch of its scale-up network. */
  private boolean isSwitched(int endpoint) {
    int node = fabric.endpointNode(endpoint);
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      if (scaleUp.contains(link) && !isEndpoint(fabric.target(link))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The rates of a group, as its first rank sees them.
   *
   * @param members endpoint of each rank
   */
  public LinkRates of(int[] members, GroupShape shape) {
    int first = members[0];
    int near = shape.size(0) > 1 ? members[shape.rank(0, 1)] : Fabric.NONE;
    int far = shape.nodes() > 1 ? members[shape.rank(1, shape.home(1, 0))] : Fabric.NONE;
    return new LinkRates(
        near == Fabric.NONE ? 0 : scaleUpBps(first, members),
        far == Fabric.NONE ? 0 : scaleOutBps(first, far, members),
        near == Fabric.NONE ? 0 : latencyPs(first, near),
        far == Fabric.NONE ? 0 : latencyPs(first, far));
  }

  /** Over all switches of the node; in a mesh over the links to members; else over the path. */
  private long scaleUpBps(int endpoint, int[] members) {
    int node = fabric.endpointNode(endpoint);
    long sumBps = 0;
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      int target = fabric.target(link);
      boolean leadsToMember =
          Arrays.stream(members).anyMatch(one -> fabric.endpointNode(one) == target);
      if (scaleUp.contains(link) && (leadsToMember || !isEndpoint(target))) {
        sumBps += fabric.payloadRateBps(link);
      }
    }
    return sumBps > 0 ? sumBps : narrowestBps(endpoint, members[1]);
  }

  private boolean isEndpoint(int node) {
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      if (fabric.endpointNode(endpoint) == node) {
        return true;
      }
    }
    return false;
  }

  /** All ports of the NIC, shared among the ranks that use it, up to what the way to it carries. */
  private long scaleOutBps(int endpoint, int far, int[] members) {
    long sharing =
        Arrays.stream(members)
            .filter(one -> fabric.domain(one) == fabric.domain(endpoint))
            .filter(one -> fabric.rail(one) == fabric.rail(endpoint))
            .count();
    int path = router.path(endpoint, far, 0);
    long hostBps = Long.MAX_VALUE;
    long portBps = Long.MAX_VALUE;
    for (int hop = 0; hop < router.paths().hops(path); hop++) {
      int link = router.paths().link(path, hop);
      if (isInside(link)) {
        hostBps = Math.min(hostBps, fabric.payloadRateBps(link));
      } else {
        portBps = Math.min(portBps, fabric.payloadRateBps(link));
      }
    }
    return Math.min(hostBps, portBps * fabric.ports(endpoint) / sharing);
  }

  /** Whether a link stays within a node, between GPU and NIC. */
  private boolean isInside(int link) {
    return isHostLink(fabric.source(link), fabric.target(link))
        || isHostLink(fabric.target(link), fabric.source(link));
  }

  private boolean isHostLink(int one, int other) {
    return isEndpoint(one) && fabric.isNic(other);
  }

  private long narrowestBps(int source, int destination) {
    int path = router.path(source, destination, 0);
    long rateBps = Long.MAX_VALUE;
    for (int hop = 0; hop < router.paths().hops(path); hop++) {
      rateBps = Math.min(rateBps, fabric.payloadRateBps(router.paths().link(path, hop)));
    }
    return rateBps;
  }

  private long latencyPs(int source, int destination) {
    return router.paths().latencyPs(router.path(source, destination, 0));
  }
}
