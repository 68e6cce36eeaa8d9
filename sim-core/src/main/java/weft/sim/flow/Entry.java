package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import weft.sim.fabric.LinkOrder;
import weft.sim.flow.maxmin.LiveFlows;
import weft.sim.route.Paths;

/**
 * Puts transfers on the links that can bind them. Where transfers are spread over many paths, most
 * of their links cannot ({@link LinkPruning}), and are left out as long as that holds.
 */
final class Entry {

  /** Bounding all links is not worth it for less than one transfer for so many. An assumption. */
  private static final int LINKS_A_FLOW = 16;

  private final Admission admission;
  private final Paths paths;
  private final LiveFlows live;
  private final AffectedFlows affected;
  private final LinkPruning pruning;
  private final LinkOrder order;
  private final int links;

  /** Whether links are left out, and which have been, though flows are on them. */
  private boolean prunes;

  private final boolean[] isLeftOut;
  private int[] numbers = new int[0];
  private int[] pathOf = new int[0];

  Entry(
      Admission admission,
      Paths paths,
      LiveFlows live,
      AffectedFlows affected,
      LinkPruning pruning,
      LinkOrder order,
      int links) {
    this.admission = admission;
    this.paths = paths;
    this.live = live;
    this.affected = affected;
    this.pruning = pruning;
    this.order = order;
    this.links = links;
    isLeftOut = new boolean[links];
  }

  /** Puts more transfers on their links: the first {@code count} elements. */
  void enter(int[] started, int count) {
    if (paths.spreads() > 0) {
      prune(started, count);
    }
    for (int i = 0; i < count; i++) {
      enter(started[i]);
    }
  }

  private void prune(int[] started, int count) {
    int others = live.flows();
    int all = others + count;
    numbers = IntArrays.grow(numbers, all, 0);
    pathOf = IntArrays.grow(pathOf, all, 0);
    live.numbers(numbers, 0);
    System.arraycopy(started, 0, numbers, others, count);
    prunes = (long) LINKS_A_FLOW * all >= links;
    if (prunes) {
      for (int i = 0; i < all; i++) {
        pathOf[i] = admission.path(numbers[i]);
      }
      pruning.bound(pathOf, all);
    }
    if (others == 0) {
      Arrays.fill(isLeftOut, false);
    } else if (isMissing()) {
      Arrays.fill(isLeftOut, false);
      for (int i = 0; i < others; i++) {
        live.remove(numbers[i]);
      }
      for (int i = 0; i < others; i++) {
        enter(numbers[i]);
      }
    }
  }

  /** Whether a link has been left out that can bind now. */
  private boolean isMissing() {
    for (int link = 0; link < links; link++) {
      if (isLeftOut[link] && canBind(link)) {
        return true;
      }
    }
    return false;
  }

  private boolean canBind(int link) {
    return !prunes || pruning.canBind(link);
  }

  private void enter(int number) {
    int path = admission.path(number);
    int hops = paths.hops(path);
    int most = 0;
    for (int hop = 0; hop < hops; hop++) {
      most += canBind(paths.link(path, hop)) ? 1 : 0;
    }
    live.add(number, most);
    for (int hop = 0; hop < hops; hop++) {
      int link = paths.link(path, hop);
      if (canBind(link)) {
        int place = order.place(link);
        live.addHop(number, place, paths.share(path, hop));
        affected.touch(place);
      } else {
        isLeftOut[link] = true;
      }
    }
  }
}
