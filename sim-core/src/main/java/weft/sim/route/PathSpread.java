package weft.sim.route;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import weft.sim.fabric.Fabric;
import weft.sim.random.KeyedHash;

/**
 * Lays a given number of different paths, evenly.
 *
 * <p>All paths start together and part hop by hop. Those that come to a state together are shared
 * out among its links one by one: each goes to the link with the fewest so far, of equal ones to
 * that which leads to the node with the fewest, of equal ones to that with the lowest hash of pair,
 * hop and link; but to no link more than there are different ways to go on from it. The links of a
 * hop in a Clos network are then used equally often but for one, seldom two. In general this greedy
 * choice is not the best there is: it looks one node ahead.
 *
 * <p>As links are taken in ascending order, the paths come out sorted.
 */
final class PathSpread {

  /** 1 GiB. */
  private static final long MOST_LINKS = 1L << 28;

  private final Fabric fabric;
  private final Ways ways;
  private final long hash;

  /** Of the hop at hand, how many paths use each link, and come to each node. */
  private final Int2IntOpenHashMap usesOfLink = new Int2IntOpenHashMap();

  private final Int2IntOpenHashMap usesOfNode = new Int2IntOpenHashMap();

  /** Whether all paths are laid, so that there is nothing to choose. */
  private boolean complete;

  /** Paths that have been the same so far: the first of them, how many, and their state. */
  private static final class Bundles {
    final IntArrayList firsts = new IntArrayList();
    final IntArrayList sizes = new IntArrayList();
    final LongArrayList states = new LongArrayList();

    void add(int first, int size, long state) {
      firsts.add(first);
      sizes.add(size);
      states.add(state);
    }
  }

  /**
   * Lays the paths of a pair.
   *
   * @param ways counted up to more than will be asked for
   * @param hash of the pair
   */
  PathSpread(Fabric fabric, Ways ways, long hash) {
    this.fabric = fabric;
    this.ways = ways;
    this.hash = hash;
  }

  /** All paths, or {@code most} of them. */
  PathSet paths(int most) {
    int ofAll = ways.count(ways.start());
    int count = Math.min(most, ofAll);
    complete = count == ofAll;
    int hops = ways.hops();
    if ((long) count * hops > MOST_LINKS) {
      throw new IllegalArgumentException(
          "%,d paths of %,d links each, at most %,d in all".formatted(count, hops, MOST_LINKS));
    }
    int[] rows = new int[count * hops];
    Bundles bundles = new Bundles();
    bundles.add(0, count, ways.start());
    for (int hop = 0; hop < hops; hop++) {
      bundles = part(bundles, hop, hops, rows);
    }
    return new PathSet(fabric, hops, rows);
  }

  /** Takes all bundles a hop farther. */
  private Bundles part(Bundles bundles, int hop, int hops, int[] rows) {
    Bundles parted = new Bundles();
    usesOfLink.clear();
    usesOfNode.clear();
    for (int bundle = 0; bundle < bundles.states.size(); bundle++) {
      long state = bundles.states.getLong(bundle);
      int[] links = ways.links(state);
      int[] shares = shares(state, links, bundles.sizes.getInt(bundle), hop);
      int first = bundles.firsts.getInt(bundle);
      for (int i = 0; i < links.length; i++) {
        if (shares[i] > 0) {
          parted.add(first, shares[i], ways.next(state, links[i]));
          for (int end = first + shares[i]; first < end; first++) {
            rows[first * hops + hop] = links[i];
          }
        }
      }
    }
    return parted;
  }

  /** How many of a bundle's paths go by each link. */
  private int[] shares(long state, int[] links, int size, int hop) {
    int[] shares = new int[links.length];
    if (links.length == 1) {
      shares[0] = size;
      use(links[0], size);
      return shares;
    }
    if (ways.count(state) == size) {
      for (int i = 0; i < links.length; i++) {
        shares[i] = ways.count(ways.next(state, links[i]));
        use(links[i], shares[i]);
      }
      return shares;
    }
    int[] room = new int[links.length];
    long[] hashes = new long[links.length];
    long hopHash = KeyedHash.mix(hash, hop);
    for (int i = 0; i < links.length; i++) {
      room[i] = ways.count(ways.next(state, links[i]));
      hashes[i] = KeyedHash.mix(hopHash, links[i]);
    }
    for (int n = 0; n < size; n++) {
      int best = -1;
      for (int i = 0; i < links.length; i++) {
        if (shares[i] < room[i] && (best < 0 || isBefore(links, hashes, i, best))) {
          best = i;
        }
      }
      shares[best]++;
      use(links[best], 1);
    }
    return shares;
  }

  private boolean isBefore(int[] links, long[] hashes, int a, int b) {
    int order = Integer.compare(usesOfLink.get(links[a]), usesOfLink.get(links[b]));
    if (order == 0) {
      order =
          Integer.compare(
              usesOfNode.get(fabric.target(links[a])), usesOfNode.get(fabric.target(links[b])));
    }
    return order == 0 ? hashes[a] < hashes[b] : order < 0;
  }

  private void use(int link, int paths) {
    if (complete) {
      return;
    }
    usesOfLink.addTo(link, paths);
    usesOfNode.addTo(fabric.target(link), paths);
  }
}
