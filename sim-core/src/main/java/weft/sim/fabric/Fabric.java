package weft.sim.fabric;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * The network as the engines see it: nodes, directed links and endpoints under dense ids.
 *
 * <p>Links are stored as parallel arrays and sorted by the node that they leave, so that the links
 * out of node <i>n</i> are the ids {@code firstLink(n) … firstLink(n + 1) − 1}: compressed sparse
 * rows without a separate index. A directed link takes 36 bytes: source and target 4 each, line
 * rate, payload rate and latency 8 each, tier 4.
 *
 * <p>A cable is two directed links. An endpoint is where transfers start and end (a GPU); its id is
 * its rank when ranks are placed contiguously. Endpoints of one <i>domain</i> reach each other over
 * the scale-up network (NVLink); the <i>rail</i> of an endpoint is the index of its NIC in the
 * node.
 *
 * <p>Immutable and free of references to whatever built it. Built by {@link FabricBuilder}.
 */
public final class Fabric {

  /** In no domain, or on no rail. */
  public static final int NONE = -1;

  private final Names nodeNames;
  private final int[] nodeLevels;
  private final int[] nodeDomains;
  private final int[] nodeRails;
  private final int[] firstLinks;
  private final int[] sources;
  private final int[] targets;
  private final long[] rates;
  private final long[] payloadRates;
  private final long[] latencies;
  private final int[] linkTiers;
  private final List<Tier> tiers;
  private final int[] endpointNodes;
  private final int[] endpointDomains;
  private final int[] endpointRails;
  private final int[] endpointPorts;

  Fabric(FabricBuilder builder, int[] linkOrder) {
    nodeNames = new Names(builder.nodeNames);
    nodeLevels = builder.nodeLevels.toIntArray();
    nodeDomains = builder.nodeDomains.toIntArray();
    nodeRails = builder.nodeRails.toIntArray();
    tiers = List.copyOf(builder.tiers);
    endpointNodes = builder.endpointNodes.toIntArray();
    endpointDomains = builder.endpointDomains.toIntArray();
    endpointRails = builder.endpointRails.toIntArray();
    int links = linkOrder.length;
    firstLinks = new int[nodeNames.size() + 1];
    sources = new int[links];
    targets = new int[links];
    rates = new long[links];
    payloadRates = new long[links];
    latencies = new long[links];
    linkTiers = new int[links];
    for (int link = 0; link < links; link++) {
      int from = linkOrder[link];
      sources[link] = builder.sources.getInt(from);
      targets[link] = builder.targets.getInt(from);
      rates[link] = builder.rates.getLong(from);
      payloadRates[link] = builder.payloadRates.getLong(from);
      latencies[link] = builder.latencies.getLong(from);
      linkTiers[link] = builder.linkTiers.getInt(from);
      firstLinks[sources[link] + 1]++;
    }
    Arrays.parallelPrefix(firstLinks, Integer::sum);
    endpointPorts = countPorts();
  }

  private Fabric(Fabric other, long[] rates, long[] payloadRates, long[] latencies) {
    nodeNames = other.nodeNames;
    nodeLevels = other.nodeLevels;
    nodeDomains = other.nodeDomains;
    nodeRails = other.nodeRails;
    firstLinks = other.firstLinks;
    sources = other.sources;
    targets = other.targets;
    this.rates = rates;
    this.payloadRates = payloadRates;
    this.latencies = latencies;
    linkTiers = other.linkTiers;
    tiers = other.tiers;
    endpointNodes = other.endpointNodes;
    endpointDomains = other.endpointDomains;
    endpointRails = other.endpointRails;
    endpointPorts = other.endpointPorts;
  }

  /** The same network with other line rates, given by link, bits per second. */
  public Fabric withRates(IntToLongFunction rateBps) {
    long[] changed = new long[rates.length];
    Arrays.setAll(changed, rateBps);
    return new Fabric(this, changed, payloadRates, latencies);
  }

  /** The same network with other payload rates, given by link, bits per second. */
  public Fabric withPayloadRates(IntToLongFunction payloadRateBps) {
    long[] changed = new long[payloadRates.length];
    Arrays.setAll(changed, payloadRateBps);
    return new Fabric(this, rates, changed, latencies);
  }

  /** The same network with line and payload rates times a factor for each tier, rounded. */
  public Fabric withFasterTiers(IntToDoubleFunction factorOfTier) {
    return new Fabric(
        this,
        times(rates, link -> factorOfTier.applyAsDouble(linkTiers[link])),
        times(payloadRates, link -> factorOfTier.applyAsDouble(linkTiers[link])),
        latencies);
  }

  /** The same network with every latency divided by a number, rounded. */
  public Fabric withLatenciesOver(double divisor) {
    return new Fabric(this, rates, payloadRates, times(latencies, link -> 1 / divisor));
  }

  private static long[] times(long[] values, IntToDoubleFunction factors) {
    long[] changed = new long[values.length];
    Arrays.setAll(
        changed,
        link -> {
          double factor = factors.applyAsDouble(link);
          return factor == 1 ? values[link] : Math.round(values[link] * factor);
        });
    return changed;
  }

  private int[] countPorts() {
    Long2IntOpenHashMap portsOfRail = new Long2IntOpenHashMap();
    portsOfRail.defaultReturnValue(1);
    for (int node = 0; node < nodeNames.size(); node++) {
      if (nodeDomains[node] != NONE) {
        int ports = 0;
        for (int link = firstLinks[node]; link < firstLinks[node + 1]; link++) {
          ports += nodeLevels[targets[link]] > nodeLevels[node] ? 1 : 0;
        }
        long rail = rail(nodeDomains[node], nodeRails[node]);
        portsOfRail.put(rail, Math.max(ports, portsOfRail.get(rail)));
      }
    }
    int[] ports = new int[endpointNodes.length];
    Arrays.setAll(
        ports,
        endpoint -> portsOfRail.get(rail(endpointDomains[endpoint], endpointRails[endpoint])));
    return ports;
  }

  private static long rail(int domain, int rail) {
    return (long) domain << Integer.SIZE | rail;
  }

  /** Number of nodes: GPUs, NVSwitches, NICs and switches. */
  public int nodeCount() {
    return nodeNames.size();
  }

  /** Name of a node in reports. */
  public String nodeName(int node) {
    return nodeNames.get(node);
  }

  /** Height of a node for up-down routing; a link from a lower to a higher level goes up. */
  public int nodeLevel(int node) {
    return nodeLevels[node];
  }

  /**
   * Whether a node serves another rail of an endpoint's domain than the endpoint's own: a NIC of
   * its server that is not next to it.
   */
  public boolean isOffRail(int node, int endpoint) {
    return nodeRails[node] != NONE
        && isEndpoint(endpoint)
        && nodeDomains[node] == endpointDomains[endpoint]
        && nodeRails[node] != endpointRails[endpoint];
  }

  /** Number of directed links, two for each cable. */
  public int linkCount() {
    return sources.length;
  }

  /** The first link that leaves {@code node}; {@code node} may be {@link #nodeCount()}. */
  public int firstLink(int node) {
    return firstLinks[node];
  }

  /** The node that a link leaves. */
  public int source(int link) {
    return sources[link];
  }

  /** The node that a link enters. */
  public int target(int link) {
    return targets[link];
  }

  /** Line rate of a link, bits per second. */
  public long rateBps(int link) {
    return rates[link];
  }

  /**
   * What payload can use of the line rate, bits per second: the rate of the fluid models, and what
   * utilization is a share of.
   */
  public long payloadRateBps(int link) {
    return payloadRates[link];
  }

  /** From the last bit leaving the source to its arrival at the target, picoseconds. */
  public long latencyPs(int link) {
    return latencies[link];
  }

  /** Index of a link's tier in {@link #tiers()}. */
  public int tier(int link) {
    return linkTiers[link];
  }

  /** All tiers, inner to outer. */
  public List<Tier> tiers() {
    return tiers;
  }

  /** A link as reports name it: {@code node-017/gpu-3 → leaf-2-0}. */
  public String linkName(int link) {
    return nodeNames.get(sources[link]) + " → " + nodeNames.get(targets[link]);
  }

  /** Number of endpoints (GPUs). */
  public int endpointCount() {
    return endpointNodes.length;
  }

  /** The node of an endpoint. */
  public int endpointNode(int endpoint) {
    return endpointNodes[endpoint];
  }

  /** For each node, whether it is that of an endpoint. */
  public boolean[] endpointNodes() {
    boolean[] isEndpoint = new boolean[nodeCount()];
    for (int node : endpointNodes) {
      isEndpoint[node] = true;
    }
    return isEndpoint;
  }

  /**
   * The number under which a node sends and receives itself, as a switch that reduces does: those
   * of the nodes follow those of the endpoints.
   */
  public int end(int node) {
    return endpointNodes.length + node;
  }

  /** The node of an endpoint, or of a node that {@linkplain #end sends itself}. */
  public int endNode(int end) {
    return isEndpoint(end) ? endpointNodes[end] : end - endpointNodes.length;
  }

  /** Whether an end is an endpoint; else it is a node that {@linkplain #end sends itself}. */
  public boolean isEndpoint(int end) {
    return end < endpointNodes.length;
  }

  /** The scale-up (NVLink) domain of an endpoint. */
  public int domain(int endpoint) {
    return endpointDomains[endpoint];
  }

  /** Over how many ports of its NIC, links up from it, an endpoint can spread what it sends. */
  public int ports(int endpoint) {
    return endpointPorts[endpoint];
  }

  /** Whether a link leads from one node to another. */
  public boolean isJoined(int from, int to) {
    for (int link = firstLinks[from]; link < firstLinks[from + 1]; link++) {
      if (targets[link] == to) {
        return true;
      }
    }
    return false;
  }

  /** Whether a node is a NIC: flows leave it by its ports in turn. */
  public boolean isNic(int node) {
    return nodeDomains[node] != NONE;
  }

  /** The rail of an endpoint: which NIC of its node is next to it. */
  public int rail(int endpoint) {
    return endpointRails[endpoint];
  }
}
