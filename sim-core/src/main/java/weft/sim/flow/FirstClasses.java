package weft.sim.flow;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.sim.route.Paths;

/**
 * Looks whether the first colours of flows, and the capacities of links, are an equitable partition
 * already, as they are where all do the same: each link of a class has as much of each class of
 * flows, and each flow of a class puts as much on each class of links. Then it is the coarsest that
 * {@link Refinement} can find, and no graph is needed to see it: one look at all hops is enough,
 * and one at links. The first flow that differs ends it.
 */
final class FirstClasses {

  /** More colours of flows, or of links, are left to the refinement. An assumption. */
  private static final int MOST_COLOURS = 8;

  private static final int NONE = -1;

  private final Paths paths;
  private final double[] capacities;
  private final LinkPruning pruning;
  private final boolean[] binds;

  /** The colour of each link that can bind; −1 of others. */
  private final int[] colourOfLink;

  /** The first link of each colour that has flows. */
  private final int[] linkOfColour = new int[MOST_COLOURS];

  /** For each link, what is put on it by flows of each colour. */
  private final double[] sums;

  private final int flowColours;

  private FirstClasses(
      Paths paths, double[] capacities, LinkPruning pruning, boolean[] binds, int flowColours) {
    this.paths = paths;
    this.capacities = capacities;
    this.pruning = pruning;
    this.binds = binds;
    this.flowColours = flowColours;
    colourOfLink = new int[capacities.length];
    Arrays.fill(linkOfColour, NONE);
    sums = new double[capacities.length * flowColours];
  }

  /**
   * The classes, if first colours are equitable; else null.
   *
   * @param numbers of the flows, whose colours and paths are told by their places there
   * @param binds spreads that have a link that can bind
   */
  static @Nullable FlowClasses find(
      Paths paths,
      int[] pathOf,
      int[] numbers,
      Colours colours,
      double[] capacities,
      LinkPruning pruning,
      boolean[] binds) {
    if (colours.count() > MOST_COLOURS) {
      return null;
    }
    FirstClasses first = new FirstClasses(paths, capacities, pruning, binds, colours.count());
    int linkColours = first.colourLinks();
    return linkColours <= MOST_COLOURS
            && first.addFlows(pathOf, colours, linkColours)
            && first.areLinksAlike()
        ? first.classes(numbers, colours)
        : null;
  }

  /** Colours are numbered by capacities. Returns how many there are, or more than allowed. */
  private int colourLinks() {
    double[] known = new double[0];
    for (int link = 0; link < capacities.length && known.length <= MOST_COLOURS; link++) {
      if (pruning.canBind(link) && Arrays.binarySearch(known, capacities[link]) < 0) {
        known = Arrays.copyOf(known, known.length + 1);
        known[known.length - 1] = capacities[link];
        Arrays.sort(known);
      }
    }
    for (int link = 0; link < capacities.length; link++) {
      colourOfLink[link] =
          pruning.canBind(link) ? Arrays.binarySearch(known, capacities[link]) : NONE;
    }
    return known.length;
  }

  /** Returns false if a flow is unlike the first of its colour. */
  private boolean addFlows(int[] pathOf, Colours colours, int linkColours) {
    double[][] expected = new double[flowColours][];
    double[] own = new double[linkColours];
    for (int flow = 0; flow < pathOf.length; flow++) {
      int colour = colours.of(flow);
      add(pathOf[flow], colour, own);
      if (expected[colour] == null) {
        expected[colour] = own.clone();
      }
      for (int i = 0; i < linkColours; i++) {
        if (own[i] != expected[colour][i]) {
          return false;
        }
        own[i] = 0;
      }
    }
    return true;
  }

  private void add(int path, int colour, double[] own) {
    int hops = paths.ownHops(path);
    for (int hop = 0; hop < hops; hop++) {
      add(paths.link(path, hop), paths.share(path, hop), colour, own);
    }
    int spread = paths.spread(path);
    if (spread != Paths.NO_SPREAD && binds[spread]) {
      for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
        add(paths.spreadLink(hop), paths.spreadShare(hop), colour, own);
      }
    }
  }

  private void add(int link, double share, int colour, double[] own) {
    if (colourOfLink[link] >= 0) {
      sums[link * flowColours + colour] += share;
      own[colourOfLink[link]] += share;
    }
  }

  /** Whether each link that has flows has as much of each colour as the others of its own. */
  private boolean areLinksAlike() {
    for (int link = 0; link < capacities.length; link++) {
      int colour = colourOfLink[link];
      if (colour < 0 || !isUsed(link)) {
        colourOfLink[link] = NONE;
        continue;
      }
      if (linkOfColour[colour] < 0) {
        linkOfColour[colour] = link;
      }
      int begin = link * flowColours;
      int first = linkOfColour[colour] * flowColours;
      if (!Arrays.equals(sums, begin, begin + flowColours, sums, first, first + flowColours)) {
        return false;
      }
    }
    return true;
  }

  private boolean isUsed(int link) {
    for (int colour = 0; colour < flowColours; colour++) {
      if (sums[link * flowColours + colour] > 0) {
        return true;
      }
    }
    return false;
  }

  private FlowClasses classes(int[] numbers, Colours colours) {
    int[] begins = new int[flowColours + 1];
    for (int flow = 0; flow < numbers.length; flow++) {
      begins[colours.of(flow) + 1]++;
    }
    for (int colour = 0; colour < flowColours; colour++) {
      begins[colour + 1] += begins[colour];
    }
    int[] flowsOf = new int[numbers.length];
    int[] next = begins.clone();
    for (int flow = 0; flow < numbers.length; flow++) {
      flowsOf[next[colours.of(flow)]++] = numbers[flow];
    }
    for (int colour = 0; colour < flowColours; colour++) {
      Arrays.sort(flowsOf, begins[colour], begins[colour + 1]);
    }
    IntArrayList linkOfClass = new IntArrayList();
    int[] classOfColour = new int[MOST_COLOURS];
    for (int colour = 0; colour < MOST_COLOURS; colour++) {
      if (linkOfColour[colour] >= 0) {
        classOfColour[colour] = linkOfClass.size();
        linkOfClass.add(linkOfColour[colour]);
      }
    }
    for (int link = 0; link < capacities.length; link++) {
      if (colourOfLink[link] >= 0) {
        colourOfLink[link] = classOfColour[colourOfLink[link]];
      }
    }
    int[][] hops = new int[flowColours][];
    double[][] shares = new double[flowColours][];
    for (int colour = 0; colour < flowColours; colour++) {
      IntArrayList itsHops = new IntArrayList();
      DoubleArrayList itsShares = new DoubleArrayList();
      for (int each = 0; each < linkOfClass.size(); each++) {
        double share = sums[linkOfClass.getInt(each) * flowColours + colour];
        if (share > 0) {
          itsHops.add(each);
          itsShares.add(share);
        }
      }
      hops[colour] = itsHops.toIntArray();
      shares[colour] = itsShares.toDoubleArray();
    }
    return new FlowClasses(flowsOf, begins, linkOfClass.toIntArray(), colourOfLink, hops, shares);
  }
}
