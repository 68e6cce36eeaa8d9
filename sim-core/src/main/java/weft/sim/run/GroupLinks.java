package weft.sim.run;

import java.util.Arrays;
import weft.sim.collective.GroupShape;
import weft.sim.collective.RingLayout;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.LinkRates;
import weft.sim.collective.cost.Request;
import weft.sim.collective.exec.Places;
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
  private final boolean reducesInNetwork;
  private final ScaleUpLinks scaleUp;
  private final boolean[] isEndpoint;
  private final UpDownRouter router;
  private final RoutedWires wires;

  /** Looks at the groups of a fabric whose switches between nodes only forward. */
  public GroupLinks(Fabric fabric) {
    this(fabric, false);
  }

  /**
   * Looks at the groups of a fabric.
   *
   * @param reducesInNetwork whether the switches between nodes reduce (SHARP)
   */
  public GroupLinks(Fabric fabric, boolean reducesInNetwork) {
    this.fabric = fabric;
    this.reducesInNetwork = reducesInNetwork;
    scaleUp = new ScaleUpLinks(fabric);
    isEndpoint = fabric.endpointNodes();
    router = new UpDownRouter(fabric, 1);
    wires = new RoutedWires(fabric, router);
  }

  /**
   * Where the ranks of a group are.
   *
   * @param members endpoint of each rank
   * @param reducing whether the switches of a scale-up network reduce and multicast
   */
  public GroupShape shape(int[] members, boolean reducing) {
    return shape(members, new Places(fabric, members).shape(), reducing);
  }

  private GroupShape shape(int[] members, GroupShape plain, boolean reducing) {
    Places places = new Places(fabric, members);
    GroupShape shape =
        reducesInNetwork && plain.nodes() > 1 ? places.withReducingSwitches(plain) : plain;
    return reducing && !shape.isMesh() && isSwitched(members[0]) ? shape.withMulticast() : shape;
  }

  /**
   * How a library does what is asked for on a group.
   *
   * @param members endpoint of each rank
   * @throws IllegalArgumentException if what is asked for is impossible, with the reason
   */
  public Chooser chooser(Request request, int[] members, LibraryCosts library) {
    return chooser(request, members, new Places(fabric, members).shape(), library);
  }

  /**
   * How a library does what is asked for on a group.
   *
   * @param members endpoint of each rank
   * @param plain where they are, whatever the switches can do
   * @throws IllegalArgumentException if what is asked for is impossible, with the reason
   */
  public Chooser chooser(Request request, int[] members, GroupShape plain, LibraryCosts library) {
    GroupShape shape = shape(members, plain, library.nvls() != null);
    return new Chooser(request, shape, of(members, shape), library);
  }

  /** Whether an endpoint is cabled to a switch of its scale-up network. */
  private boolean isSwitched(int endpoint) {
    int node = fabric.endpointNode(endpoint);
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      if (scaleUp.contains(link) && !isEndpoint[fabric.target(link)]) {
        return true;
      }
    }
    return false;
  }

  /**
   * The rates of a group, as its first rank sees them; those inside a node, as the first rank sees
   * them that is not alone in its node.
   *
   * @param members endpoint of each rank
   */
  public LinkRates of(int[] members, GroupShape shape) {
    int first = members[0];
    int node = 0;
    while (node < shape.nodes() && shape.size(node) == 1) {
      node++;
    }
    boolean isTogether = node < shape.nodes();
    int here = isTogether ? members[shape.rank(node, 0)] : Fabric.NONE;
    int near = isTogether ? members[shape.rank(node, 1)] : Fabric.NONE;
    int far = shape.nodes() > 1 ? members[shape.rank(1, shape.home(1, 0))] : Fabric.NONE;
    long outBps = far == Fabric.NONE ? 0 : scaleOutBps(first, far, members);
    return new LinkRates(
        isTogether ? scaleUpBps(here, near, members) : 0,
        outBps,
        isTogether ? wires.latencyPs(here, near, 0) : 0,
        far == Fabric.NONE ? 0 : wires.latencyPs(first, far, 0),
        shape.isGrid() ? outBps * shape.rings(RingLayout.AUTOMATIC).channels() : outBps,
        isTogether && far != Fabric.NONE
            ? sharedBps(here, near, node > 0 ? first : far)
            : LinkRates.UNSHARED);
  }

  /**
   * Of the link by which a rank begins its way to a near one, if so does that to a far one. Links
   * of a scale-up network are not counted: over them others relay, and a GPU has several.
   */
  private long sharedBps(int endpoint, int near, int far) {
    int link = router.paths().link(router.path(endpoint, near, 0), 0);
    boolean isShared = link == router.paths().link(router.path(endpoint, far, 0), 0);
    return isShared && !scaleUp.contains(link) ? fabric.payloadRateBps(link) : LinkRates.UNSHARED;
  }

  /** Over all switches of the node; in a mesh over the links to members; else over the path. */
  private long scaleUpBps(int endpoint, int near, int[] members) {
    int node = fabric.endpointNode(endpoint);
    long sumBps = 0;
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      boolean isOfUse = leadsTo(link, members) || !isEndpoint[fabric.target(link)];
      if (scaleUp.contains(link) && isOfUse) {
        sumBps += fabric.payloadRateBps(link);
      }
    }
    return sumBps > 0 ? sumBps : wires.rateBps(endpoint, near, 0);
  }

  private boolean leadsTo(int link, int[] members) {
    int target = fabric.target(link);
    return Arrays.stream(members).anyMatch(one -> fabric.endpointNode(one) == target);
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
    return isEndpoint[one] && fabric.isNic(other);
  }
}
