package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.HashMap;
import java.util.Map;
import weft.sim.fabric.Fabric;

/**
 * Where endpoints are attached to what lies between domains: from an endpoint on, as long as only
 * one link leads on, paths have no choice. Endpoints that are attached to the same node see the
 * same paths from there on.
 *
 * <p>Nodes such as NVSwitches do not count, from which, and from all above, endpoints of one domain
 * only are reached: a path to another domain cannot climb to one, for it would have to turn there
 * or above. Nor can it turn at the upper end of a link without choice, where nothing else is below.
 * So the way up, what is between, and the way down are independent of each other, and the cheapest
 * whole is made of the cheapest parts.
 *
 * <p>What a path costs depends on its ends in one way only: by NICs off their rails. Endpoints with
 * a NIC above their attachment share it only with those of their domain and rail.
 */
final class Attachments {

  private static final int NONE = -1;

  private final Fabric fabric;
  private final LinkIndex links;
  private final boolean isUpwards;
  private final NodeFacts facts;

  /** Of each endpoint, where its links without choice begin, from the endpoint on. */
  private final int[] firsts;

  private final IntArrayList chains = new IntArrayList();
  private final int[] nodes;
  private final int[] ids;

  /** Of each endpoint the kind of its attachment; −1 if that is like no other. */
  private final int[] kinds;

  /** Of each attachment, how many endpoints share it. */
  private final IntArrayList sharers = new IntArrayList();

  /**
   * Finds where endpoints are attached.
   *
   * @param links those that lead up from each node, or those that lead down to each
   * @param isUpwards whether a link leads from the lower node to the upper one
   * @param joinsAlike whether nodes are of one kind if links lead from them to the same; false if
   *     nodes of one level are joined, which would tell them apart
   */
  Attachments(
      Fabric fabric, LinkIndex links, boolean isUpwards, boolean joinsAlike, NodeFacts facts) {
    this.fabric = fabric;
    this.links = links;
    this.isUpwards = isUpwards;
    this.facts = facts;
    firsts = new int[fabric.endpointCount() + 1];
    nodes = new int[fabric.endpointCount()];
    ids = new int[fabric.endpointCount()];
    kinds = new int[fabric.endpointCount()];
    Map<LongArrayList, Integer> knownKinds = new HashMap<>();
    Long2IntOpenHashMap rails = new Long2IntOpenHashMap();
    Long2IntOpenHashMap known = new Long2IntOpenHashMap();
    for (int endpoint = 0; endpoint < nodes.length; endpoint++) {
      nodes[endpoint] = follow(fabric.endpointNode(endpoint));
      firsts[endpoint + 1] = chains.size();
      long key = (long) nodes[endpoint] << Integer.SIZE;
      if (facts.hasNicAbove(nodes[endpoint])) {
        long rail = (long) fabric.domain(endpoint) << Integer.SIZE | fabric.rail(endpoint);
        key += rails.computeIfAbsent(rail, absent -> rails.size() + 1);
      }
      ids[endpoint] = known.computeIfAbsent(key, absent -> known.size());
      if (ids[endpoint] == sharers.size()) {
        sharers.add(0);
      }
      sharers.set(ids[endpoint], sharers.getInt(ids[endpoint]) + 1);
      kinds[endpoint] =
          !joinsAlike || facts.hasNicAbove(nodes[endpoint])
              ? NONE
              : knownKinds.computeIfAbsent(signature(nodes[endpoint]), absent -> knownKinds.size());
    }
  }

  /** What nodes of one kind have in common: where their links lead, in the order of these. */
  private LongArrayList signature(int node) {
    LongArrayList signature = new LongArrayList();
    signature.add(fabric.nodeLevel(node));
    signature.add(fabric.isNic(node) ? 1 : 0);
    for (int i = links.first(node); i < links.end(node); i++) {
      signature.add(above(links.link(i)));
      signature.add(fabric.latencyPs(links.link(i)));
    }
    return signature;
  }

  /** Follows links without choice; returns the node where that ends. */
  private int follow(int start) {
    int below = NONE;
    int node = start;
    while (facts.isOnlyAbove(node, below)) {
      int only = NONE;
      int count = 0;
      for (int i = links.first(node); i < links.end(node); i++) {
        if (facts.leadsOn(above(links.link(i)))) {
          only = links.link(i);
          count++;
        }
      }
      if (count != 1) {
        return node;
      }
      chains.add(only);
      below = node;
      node = above(only);
    }
    return node;
  }

  private int above(int link) {
    return isUpwards ? fabric.target(link) : fabric.source(link);
  }

  /** The node where an endpoint is attached; its own if it has a choice at once. */
  int node(int endpoint) {
    return nodes[endpoint];
  }

  /** The number of an endpoint's attachment: endpoints with the same one share it. */
  int id(int endpoint) {
    return ids[endpoint];
  }

  /**
   * The kind of an endpoint's attachment; −1 if it has none. From two nodes of a kind the same
   * paths lead on, but for their own links, which lead to the same nodes in the same order.
   */
  int kind(int endpoint) {
    return kinds[endpoint];
  }

  /** One of the links by which paths go on from an attachment, or come there. */
  int linkOf(int endpoint, int place) {
    return links.link(links.first(nodes[endpoint]) + place);
  }

  /** The place of such a link. */
  int placeOf(int endpoint, int link) {
    int place = 0;
    while (linkOf(endpoint, place) != link) {
      place++;
    }
    return place;
  }

  /** How many endpoints share it. */
  int sharers(int endpoint) {
    return sharers.getInt(ids[endpoint]);
  }

  /** How many links lie between an endpoint and its attachment. */
  int links(int endpoint) {
    return firsts[endpoint + 1] - firsts[endpoint];
  }

  /** One of them, from the endpoint on. */
  int link(int endpoint, int place) {
    return chains.getInt(firsts[endpoint] + place);
  }
}
