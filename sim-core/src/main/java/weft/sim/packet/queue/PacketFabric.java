package weft.sim.packet.queue;

import java.util.Arrays;
import weft.sim.fabric.Fabric;
import weft.sim.unit.Durations;

/**
 * The fabric as packets see it. What a switch sends or receives itself, because it reduces or
 * multicasts, comes from and goes to an <i>aggregation node</i> inside it, over a link each way
 * that is as fast as all of its ports together and takes no time: what SHARP calls so (Graham et
 * al., COMHPC 2016, section III). That reductions take no time either is an assumption.
 *
 * <p>Nodes and links of the fabric keep their numbers; aggregation nodes and the links inside
 * switches come after them.
 */
public final class PacketFabric {

  /** No link. */
  public static final int NONE = -1;

  private final Fabric fabric;
  private final int nodes;
  private final int links;

  /** For each node, which aggregation node is in it, counted from 0; {@link #NONE} if none is. */
  private final int[] aggregation;

  /** The switches with aggregation nodes. */
  private final int[] switches;

  /** The rate of the links inside each, bits per second. */
  private final long[] ratesBps;

  /** What packets see of a fabric. */
  public PacketFabric(Fabric fabric) {
    this.fabric = fabric;
    nodes = fabric.nodeCount();
    links = fabric.linkCount();
    aggregation = new int[nodes];
    boolean[] isEndpoint = fabric.endpointNodes();
    int[] found = new int[nodes];
    long[] rates = new long[nodes];
    int count = 0;
    for (int node = 0; node < nodes; node++) {
      aggregation[node] = NONE;
      boolean hasPorts = fabric.firstLink(node) < fabric.firstLink(node + 1);
      if (hasPorts && !isEndpoint[node] && !fabric.isNic(node)) {
        aggregation[node] = count;
        found[count] = node;
        rates[count++] = portsBps(node);
      }
    }
    switches = Arrays.copyOf(found, count);
    ratesBps = Arrays.copyOf(rates, count);
  }

  private long portsBps(int node) {
    long sum = 0;
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      sum = Math.min(Durations.FASTEST_BPS, sum + fabric.rateBps(link));
    }
    return sum;
  }

  /** The link by which an end of transfers gets into its switch; {@link #NONE} for an endpoint. */
  public int firstLinkOf(int end) {
    return fabric.isEndpoint(end) ? NONE : links + 2 * aggregation[fabric.endNode(end)];
  }

  /** The link by which it gets what its switch has for it; {@link #NONE} for an endpoint. */
  public int lastLinkOf(int end) {
    return fabric.isEndpoint(end) ? NONE : firstLinkOf(end) + 1;
  }

  /** Whether a link is inside a switch. */
  public boolean isInside(int link) {
    return link >= links;
  }

  /** Number of links, those inside switches included. */
  public int linkCount() {
    return links + 2 * switches.length;
  }

  /** Number of nodes, aggregation nodes included. */
  public int nodeCount() {
    return nodes + switches.length;
  }

  /** The node that a link leaves. */
  public int source(int link) {
    return isInside(link) ? inside(link, false) : fabric.source(link);
  }

  /** The node that a link enters. */
  public int target(int link) {
    return isInside(link) ? inside(link, true) : fabric.target(link);
  }

  /** An even link inside a switch leads out of its aggregation node, an odd one into it. */
  private int inside(int link, boolean isTarget) {
    int which = (link - links) / 2;
    boolean leadsIn = (link - links) % 2 == 1;
    return leadsIn == isTarget ? nodes + which : switches[which];
  }

  /** Line rate of a link, bits per second. */
  public long rateBps(int link) {
    return isInside(link) ? ratesBps[(link - links) / 2] : fabric.rateBps(link);
  }

  /** From the last bit leaving the source to its arrival at the target, picoseconds. */
  public long latencyPs(int link) {
    return isInside(link) ? 0 : fabric.latencyPs(link);
  }

  /** For each node, whether transfers start and end there: endpoints and aggregation nodes. */
  public boolean[] hosts() {
    boolean[] hosts = Arrays.copyOf(fabric.endpointNodes(), nodeCount());
    Arrays.fill(hosts, nodes, hosts.length, true);
    return hosts;
  }

  /** Whether a node is a NIC. */
  public boolean isNic(int node) {
    return node < nodes && fabric.isNic(node);
  }

  /**
   * The first link that leaves a node, but for those into aggregation nodes, which are never
   * paused; {@code node} may be {@link #nodeCount()}.
   */
  public int firstLink(int node) {
    return node <= nodes ? fabric.firstLink(node) : links;
  }

  /** Height of a node for up-down routing. */
  public int nodeLevel(int node) {
    return fabric.nodeLevel(node < nodes ? node : switches[node - nodes]);
  }

  /** Name of a node in reports. */
  public String nodeName(int node) {
    return node < nodes
        ? fabric.nodeName(node)
        : fabric.nodeName(switches[node - nodes]) + "/aggregation";
  }

  /** A link as reports name it. */
  public String linkName(int link) {
    return nodeName(source(link)) + " → " + nodeName(target(link));
  }
}
