package weft.sim.fabric;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects nodes, links and endpoints, then seals them into a {@link Fabric}.
 *
 * <p>Ids are given in the order of the calls, so the same calls make the same fabric.
 */
public final class FabricBuilder {

  /** The highest level of a node. */
  public static final int MAX_LEVEL = 63;

  final List<String> nodeNames = new ArrayList<>();
  final IntArrayList nodeLevels = new IntArrayList();
  final IntArrayList nodeDomains = new IntArrayList();
  final IntArrayList nodeRails = new IntArrayList();
  final List<Tier> tiers = new ArrayList<>();
  final IntArrayList sources = new IntArrayList();
  final IntArrayList targets = new IntArrayList();
  final LongArrayList rates = new LongArrayList();
  final LongArrayList payloadRates = new LongArrayList();
  final LongArrayList latencies = new LongArrayList();
  final IntArrayList linkTiers = new IntArrayList();
  final IntArrayList endpointNodes = new IntArrayList();
  final IntArrayList endpointDomains = new IntArrayList();
  final IntArrayList endpointRails = new IntArrayList();

  /**
   * Adds a node.
   *
   * @param name its name in reports
   * @param level its height for up-down routing, 0 … {@link #MAX_LEVEL}: endpoints 0, switches
   *     above what they connect
   * @return its id
   * @throws IllegalArgumentException if the level is out of range
   */
  public int addNode(String name, int level) {
    return addNode(name, level, Fabric.NONE, Fabric.NONE);
  }

  /**
   * Adds a node that serves the endpoints of one rail of a domain, as a NIC does.
   *
   * @param domain which scale-up domain it is in, or {@link Fabric#NONE}
   * @param rail which of the domain's rails it is on, or {@link Fabric#NONE}
   * @return its id
   * @throws IllegalArgumentException if the level is out of range
   */
  public int addNode(String name, int level, int domain, int rail) {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException(
          "node " + name + " on level " + level + ", only 0 … " + MAX_LEVEL);
    }
    nodeNames.add(name);
    nodeLevels.add(level);
    nodeDomains.add(domain);
    nodeRails.add(rail);
    return nodeNames.size() - 1;
  }

  /** Adds a tier and returns its index. */
  public int addTier(String name, String label) {
    tiers.add(new Tier(name, label));
    return tiers.size() - 1;
  }

  /**
   * Makes a node an endpoint.
   *
   * @param node the node, usually a GPU
   * @param domain which scale-up domain it is in
   * @param rail which NIC of its node is next to it
   * @return the endpoint's id, which is its rank when ranks are placed contiguously
   */
  public int addEndpoint(int node, int domain, int rail) {
    requireNode(node);
    endpointNodes.add(node);
    endpointDomains.add(domain);
    endpointRails.add(rail);
    return endpointNodes.size() - 1;
  }

  /**
   * Adds one directed link.
   *
   * @param source the node that it leaves
   * @param target the node that it enters
   * @param tier index of its tier
   * @param rateBps line rate, bits per second
   * @param payloadRateBps what payload can use of it, bits per second
   * @param latencyPs from the last bit out to the last bit in, picoseconds
   * @throws IllegalArgumentException naming the link, if a node or the tier does not exist, a rate
   *     is not above 0, the payload rate exceeds the line rate, or the latency is negative
   */
  public void addLink(
      int source, int target, int tier, long rateBps, long payloadRateBps, long latencyPs) {
    requireNode(source);
    requireNode(target);
    if (source == target) {
      throw problem(source, target, "leads back to where it starts");
    }
    if (tier < 0 || tier >= tiers.size()) {
      throw problem(source, target, "has no tier " + tier);
    }
    if (rateBps <= 0) {
      throw problem(source, target, "has a rate of " + rateBps + " b/s");
    }
    if (payloadRateBps <= 0 || payloadRateBps > rateBps) {
      throw problem(
          source,
          target,
          "carries " + payloadRateBps + " b/s of payload at a line rate of " + rateBps + " b/s");
    }
    if (latencyPs < 0) {
      throw problem(source, target, "has a latency of " + latencyPs + " ps");
    }
    sources.add(source);
    targets.add(target);
    linkTiers.add(tier);
    rates.add(rateBps);
    payloadRates.add(payloadRateBps);
    latencies.add(latencyPs);
  }

  /** Adds a cable: two links, one each way, with the same figures. */
  public void addCable(int a, int b, int tier, long rateBps, long payloadRateBps, long latencyPs) {
    addLink(a, b, tier, rateBps, payloadRateBps, latencyPs);
    addLink(b, a, tier, rateBps, payloadRateBps, latencyPs);
  }

  /** Seals what was added. Links are renumbered by source, and keep their order within one. */
  public Fabric build() {
    int[] next = new int[nodeNames.size() + 1];
    for (int link = 0; link < sources.size(); link++) {
      next[sources.getInt(link) + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] order = new int[sources.size()];
    for (int link = 0; link < order.length; link++) {
      order[next[sources.getInt(link)]++] = link;
    }
    return new Fabric(this, order);
  }

  private void requireNode(int node) {
    if (node < 0 || node >= nodeNames.size()) {
      throw new IllegalArgumentException(
          "no node " + node + ", only 0 … " + (nodeNames.size() - 1));
    }
  }

  private IllegalArgumentException problem(int source, int target, String what) {
    return new IllegalArgumentException(
        "link " + nodeNames.get(source) + " → " + nodeNames.get(target) + " " + what);
  }
}
