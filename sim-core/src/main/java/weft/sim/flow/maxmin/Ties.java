package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * Has flows that several links hold named by the first of these. A {@link RowFilling} takes links
 * of one level in the order of their numbers, which comes to that, unless rounding has told levels
 * apart that are equal. This looks for links that might have been taken too late, and gives them
 * the flows that are theirs.
 */
final class Ties {

  private static final double ALMOST = 1 - Holders.TOLERANCE;

  private final LiveFlows live;
  private int[] stepOfLink = new int[0];

  /** The links that may be owed flows. */
  private final IntArrayList late = new IntArrayList();

  /** Links whose flows have changed. */
  private final IntArrayList changed = new IntArrayList();

  Ties(LiveFlows live) {
    this.live = live;
  }

  void settle(RowFilling filling) {
    findLate(filling);
    for (int i = 0; i < late.size(); i++) {
      takeFlows(filling, late.getInt(i));
    }
    if (!changed.isEmpty()) {
      for (int i = 0; i < changed.size(); i++) {
        int link = changed.getInt(i);
        filling.gather(stepOfLink[link], live.flowsOf(link), live.count(link));
      }
      filling.dropEmpty();
      changed.clear();
    }
  }

  private void findLate(RowFilling filling) {
    if (stepOfLink.length < live.links()) {
      stepOfLink = new int[live.links()];
    }
    for (int i = 0; i < live.busyCount(); i++) {
      stepOfLink[live.busy(i)] = 0;
    }
    late.clear();
    int highest = 0;
    int highestAlike = 0;
    for (int step = 1; step <= filling.steps(); step++) {
      int link = filling.bottleneck(step);
      stepOfLink[link] = step;
      boolean isAlike = step > 1 && filling.rate(step - 1) >= ALMOST * filling.rate(step);
      if (isAlike && link < highestAlike) {
        late.add(link);
      }
      highestAlike = isAlike ? Math.max(highestAlike, link) : link;
      highest = Math.max(highest, link);
    }
    for (int i = 0; i < live.busyCount(); i++) {
      int link = live.busy(i);
      boolean isFull = filling.left(link) <= Holders.TOLERANCE * live.capacity(link);
      if (stepOfLink[link] == 0 && isFull && link < highest) {
        late.add(link);
      }
    }
    Arrays.sort(late.elements(), 0, late.size());
  }

  /** Gives a link the flows that it holds as well as others that come after it. */
  private void takeFlows(RowFilling filling, int link) {
    int[] flows = live.flowsOf(link);
    int count = live.count(link);
    double level = 0;
    for (int i = 0; i < count; i++) {
      level = Math.max(level, filling.rate(filling.step(flows[i])));
    }
    for (int i = 0; i < count; i++) {
      int step = filling.step(flows[i]);
      int other = filling.bottleneck(step);
      if (other > link && filling.rate(step) >= ALMOST * level) {
        if (stepOfLink[link] == 0) {
          stepOfLink[link] = filling.addStep(link, level);
        }
        filling.setStep(flows[i], stepOfLink[link]);
        changed.add(other);
        changed.add(link);
      }
    }
  }
}
