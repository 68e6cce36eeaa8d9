package weft.sim.packet;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.random.KeyedHash;
import weft.sim.route.PathSet;
import weft.sim.route.Router;

/** Where the packets of flows may go, by the routing of the moment. */
final class FlowRoutes {

  private final PathPolicy policy;
  private final long seed;
  private final PacketFabric fabric;
  private Router router;
  private int[] sources = new int[0];
  private int[] destinations = new int[0];
  private char[] numbers = new char[0];

  FlowRoutes(PacketFabric fabric, Router router, PathPolicy policy, long seed) {
    this.fabric = fabric;
    this.seed = seed;
    this.router = router;
    this.policy = policy;
  }

  /** Paths of equally many links, one after the other. */
  record Rows(int[] links, int hops) {}

  /** Routing has converged on other paths. */
  void converge(Router converged) {
    router = converged;
  }

  /** Adds a flow; its number tells it apart from others between the same endpoints. */
  void open(int flow, int source, int destination, int number) {
    if (flow >= sources.length) {
      int size = Math.max(64, 2 * flow);
      sources = Arrays.copyOf(sources, size);
      destinations = Arrays.copyOf(destinations, size);
      numbers = Arrays.copyOf(numbers, size);
    }
    sources[flow] = source;
    destinations[flow] = destination;
    numbers[flow] = (char) number;
  }

  /** The paths of its packets. */
  Rows data(int flow) {
    return whole(sources[flow], destinations[flow], numbers[flow]);
  }

  /** The paths of its acknowledgements. */
  Rows acks(int flow) {
    return whole(destinations[flow], sources[flow], numbers[flow]);
  }

  /** The paths between switches and endpoints, and what lies inside the switches at their ends. */
  private Rows whole(int source, int destination, int number) {
    Rows between = rows(source, destination, number);
    int first = fabric.firstLinkOf(source);
    int last = fabric.lastLinkOf(destination);
    if (first == PacketFabric.NONE && last == PacketFabric.NONE) {
      return between;
    }
    IntArrayList links = new IntArrayList();
    for (int row = 0; row < between.links.length; row += between.hops) {
      if (first != PacketFabric.NONE) {
        links.add(first);
      }
      links.addElements(links.size(), between.links, row, between.hops);
      if (last != PacketFabric.NONE) {
        links.add(last);
      }
    }
    int rows = between.links.length / between.hops;
    return new Rows(links.toIntArray(), links.size() / rows);
  }

  /** The path of the hash, or all paths that leave by the same port as that. */
  private Rows rows(int source, int destination, int number) {
    int path = router.path(source, destination, number);
    int hops = router.paths().hops(path);
    int[] row = new int[hops];
    for (int hop = 0; hop < hops; hop++) {
      row[hop] = router.paths().link(path, hop);
    }
    if (policy.kind() == PathPolicy.Kind.ECMP) {
      return new Rows(row, hops);
    }
    PathSet set = router.pathSet(source, destination, policy.entropies());
    int[] links = set.rows();
    int size = 0;
    for (int i = 0; i < links.length; i += hops) {
      if (links[i] == row[0]) {
        System.arraycopy(links, i, links, size, hops);
        size += hops;
      }
    }
    if (size == 0) {
      return new Rows(row, hops);
    }
    links = Arrays.copyOf(links, size);
    return policy.kind() == PathPolicy.Kind.MIXED
        ? hashed(links, hops, KeyedHash.mix(KeyedHash.mix(source, destination), number))
        : new Rows(links, hops);
  }

  /** A path for each entropy, by hash. */
  private Rows hashed(int[] links, int hops, long key) {
    int[] rows = new int[policy.entropies() * hops];
    for (int entropy = 0; entropy < policy.entropies(); entropy++) {
      long hash = KeyedHash.mix(KeyedHash.mix(seed, key), entropy);
      int row = KeyedHash.choose(hash, links.length / hops);
      System.arraycopy(links, row * hops, rows, entropy * hops, hops);
    }
    return new Rows(rows, hops);
  }
}
