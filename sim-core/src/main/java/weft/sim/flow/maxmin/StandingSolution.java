package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * A solution of {@link LiveFlows} that is kept right while flows go, without looking at those that
 * stay.
 *
 * <p>Which link limits a flow seldom changes, its rate nearly always does. So flows that are
 * limited by one link are one group, and for each link it is kept how many of each group are on it.
 * When flows have gone, levels are worked out from these counts alone, in the order in which links
 * fill: what other groups leave of a link, over the size of its own.
 *
 * <p>That is a max-min solution if no link is overloaded and no group on a link has a higher level
 * than the link's own (Bertsekas and Gallager: each flow has a link that is full, on which nobody
 * has more). Both are checked wherever anything has changed. Where they do not hold, the link fills
 * before those groups do: it takes over their flows that are on it, from the highest level
 * downwards, until none is above its own; and all after it is worked out again. It does so as well
 * where a group is as high as its own and of a link with a higher number: of the links that hold a
 * flow, the first is the one whose group it is in.
 */
final class StandingSolution {

  private static final int NONE = -1;
  private static final int FEW = 4;

  /**
   * A level that is higher by less than this part is not: more than any rounding, as a link that
   * comes before another would take back from it what that has taken over.
   */
  private static final double TOLERANCE = 5e-13;

  private static final double ALMOST = 1 - Holders.TOLERANCE;

  /** A link is added up if it may be filled up to this part: wide enough to find it full. */
  private static final double MARGIN = 2 * Holders.TOLERANCE;

  private static final int UNKNOWN_LEVEL = upperHalf(Double.POSITIVE_INFINITY);

  /** Takeovers in one solution before it is given up for one from scratch. An assumption. */
  private static final int MOST_TAKEOVERS = 200;

  private final LiveFlows live;

  /** For each link the flows that it limits. */
  private final int[][] groups;

  private final int[] sizes;
  private final double[] levels;

  /** The same while levels are worked out; infinite for those whose turn has not come. */
  private final double[] known;

  /** Which groups of others are on each link. */
  private final GroupCounts groupCounts;

  /** The link of each flow's group, and its place in it. */
  private int[] groupOf = new int[0];

  private int[] placeOf = new int[0];

  /** Links that have a group, in the order in which they fill, and the place of each. */
  private final int[] order;

  private final int[] places;
  private int count;

  /** Links that have none, in the order of {@link LiveFlows#busy} when this began. */
  private final int[] others;

  private int otherCount;

  /** All that levels have risen since this began, each rise of a link's added. */
  private double risen;

  /**
   * For each link without a group what it carried when that was added up, and what {@link #risen}
   * was. It carries no more now than it did, plus what levels have risen since, times the most
   * flows of one group that are on it.
   */
  private final double[] loads;

  private final double[] risenBefore;

  /** The first link in the order whose level is to be worked out. */
  private int firstChanged;

  private final boolean[] isChanged;
  private final int[] changed;
  private int changedCount;

  /** Flows that may have another group than before, and which they are. */
  private boolean[] isMoved = new boolean[0];

  private int[] moved = new int[0];
  private int movedCount;

  /** Groups that a link takes over flows of. */
  private final boolean[] isTaken;

  private final int[] taken;
  private int takenCount;
  private int takeovers;
  private final int[] counts;
  private final int[] scratch;

  StandingSolution(LiveFlows live) {
    this.live = live;
    int links = live.links();
    groups = new int[links][];
    Arrays.fill(groups, IntArrays.EMPTY_ARRAY);
    groupCounts = new GroupCounts(links);
    sizes = new int[links];
    levels = new double[links];
    known = new double[links];
    isTaken = new boolean[links];
    taken = new int[links];
    order = new int[links];
    places = new int[links];
    others = new int[links];
    loads = new double[links];
    risenBefore = new double[links];
    isChanged = new boolean[links];
    changed = new int[links];
    counts = new int[links];
    scratch = new int[links + 1];
  }

  /** Begins with a solution; false if it finds no order in which its links fill. */
  boolean begin(RowFilling filling, int numbers) {
    groupOf = IntArrays.grow(groupOf, numbers, 0);
    placeOf = IntArrays.grow(placeOf, numbers, 0);
    if (isMoved.length < numbers) {
      isMoved = new boolean[groupOf.length];
    }
    for (int i = 0; i < live.busyCount(); i++) {
      sizes[live.busy(i)] = 0;
      places[live.busy(i)] = NONE;
    }
    count = filling.steps();
    for (int step = 1; step <= count; step++) {
      int link = filling.bottleneck(step);
      levels[link] = filling.rate(step);
      insert(link, step - 1);
      known[link] = levels[link];
      for (int place = filling.firstFlow(step); place < filling.endFlow(step); place++) {
        join(filling.rows()[place], link);
      }
    }
    otherCount = 0;
    for (int i = 0; i < live.busyCount(); i++) {
      int link = live.busy(i);
      if (places[link] == NONE) {
        addOther(link);
      }
      countGroups(link);
    }
    risen = 0;
    firstChanged = count;
    clearChanged();
    return isInOrder();
  }

  /**
   * Puts a link after those that fill before it, among the first so many in the order. Steps are in
   * this order but for those that {@link Ties} has changed.
   */
  private void insert(int link, int end) {
    int place = end;
    while (place > 0 && !comesBefore(order[place - 1], link, levels[link])) {
      setPlace(order[place - 1], place);
      place--;
    }
    setPlace(link, place);
  }

  /** Whether a link fills before another of some level: those of one level as they are numbered. */
  private boolean comesBefore(int one, int other, double level) {
    boolean isAlike = levels[one] >= level * ALMOST && levels[one] * ALMOST <= level;
    return isAlike ? one < other : levels[one] <= level;
  }

  /** Whether links fill after all groups that are on them. */
  private boolean isInOrder() {
    for (int place = 0; place < count; place++) {
      int link = order[place];
      int[] row = groupCounts.row(link);
      for (int i = 0; i < groupCounts.end(link); i += 2) {
        if (places[row[i]] > place) {
          return false;
        }
      }
    }
    return true;
  }

  private void countGroups(int link) {
    int found = 0;
    int[] flows = live.flowsOf(link);
    for (int i = 0; i < live.count(link); i++) {
      int group = groupOf[flows[i]];
      scratch[found] = group;
      found += counts[group]++ == 0 ? 1 : 0;
    }
    groupCounts.clear(link);
    for (int i = 0; i < found; i++) {
      int group = scratch[i];
      if (group != link) {
        groupCounts.append(link, group, counts[group]);
      }
      counts[group] = 0;
    }
  }

  /** A flow goes. */
  void remove(int flow) {
    int group = groupOf[flow];
    int end = live.endHop(flow);
    for (int hop = live.firstHop(flow); hop < end; hop++) {
      int link = live.linkAt(hop);
      if (link != group) {
        groupCounts.decrement(link, group);
      }
    }
    leave(flow, group);
    firstChanged = Math.min(firstChanged, places[group]);
    note(group);
    if (sizes[group] == 0) {
      drop(group);
    }
  }

  /** Works out the levels that have changed; false if it has to be done from scratch. */
  boolean solve() {
    takeovers = 0;
    boolean isRight = false;
    while (!isRight && takeovers < MOST_TAKEOVERS) {
      isRight = fill() && keepsOthers();
    }
    return isRight;
  }

  /** Works out the levels from the first that has changed on; false if the order has changed. */
  private boolean fill() {
    for (int i = firstChanged; i < count; i++) {
      known[order[i]] = Double.POSITIVE_INFINITY;
    }
    for (; firstChanged < count; firstChanged++) {
      int link = order[firstChanged];
      int[] row = groupCounts.row(link);
      // Two sums side by side, each compensated (Dekker's fast two-sum): half of the waiting.
      double capacity = live.capacity(link);
      double left = capacity;
      double other = capacity;
      double lost = 0;
      double otherLost = 0;
      int highest = 0;
      int end = groupCounts.end(link);
      for (int i = end & 2; i < end; i += 4) {
        double one = known[row[i]];
        double two = known[row[i + 2]];
        double taken = one * row[i + 1];
        double after = left - taken;
        lost += taken - (left - after);
        left = after;
        taken = two * row[i + 3];
        after = other - taken;
        otherLost += taken - (other - after);
        other = after;
        highest = Math.max(highest, Math.max(upperHalf(one), upperHalf(two)));
      }
      if ((end & 2) > 0) {
        double theirs = known[row[0]];
        double taken = theirs * row[1];
        double after = left - taken;
        lost += taken - (left - after);
        left = after;
        highest = Math.max(highest, upperHalf(theirs));
      }
      double taken = capacity - other;
      double after = left - taken;
      lost += otherLost + (taken - (left - after)) + (capacity - taken - other);
      double level = (after - lost) / sizes[link];
      boolean isSure = highest < upperHalf(level * ALMOST) && highest < UNKNOWN_LEVEL;
      if (!isSure && !isHighest(link, level, row, end)) {
        takeOver(link, firstChanged);
        return false;
      }
      known[link] = level;
      if (level != levels[link]) {
        risen += Math.max(0, level - levels[link]);
        levels[link] = level;
        note(link);
      }
    }
    return true;
  }

  /**
   * Of a number that is not negative, something that is in the order of the numbers, if not the
   * same. It takes no branch to find the highest of these, as nobody could guess it.
   */
  private static int upperHalf(double value) {
    return (int) (Double.doubleToRawLongBits(value) >> Integer.SIZE);
  }

  /** Whether all flows of others on a link are theirs: they have a lower level, or come first. */
  private boolean isHighest(int link, double level, int[] row, int end) {
    for (int i = 0; i < end; i += 2) {
      double most = row[i] < link ? level * (1 + TOLERANCE) : level * ALMOST;
      if (!(known[row[i]] <= most)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether no link that limits nobody is overloaded, or full and comes before others that limit
   * its flows; the first that is takes over.
   */
  private boolean keepsOthers() {
    for (int i = 0; i < otherCount; i++) {
      int link = others[i];
      double capacity = live.capacity(link);
      double most = loads[link] + groupCounts.most(link) * (risen - risenBefore[link]);
      if (most > capacity * (1 - MARGIN) && !(keeps(link, capacity) && !isFirst(link, capacity))) {
        others[i] = others[--otherCount];
        places[link] = count;
        order[count++] = link;
        takeOver(link, count - 1);
        return false;
      }
    }
    return true;
  }

  /** Adds up what a link carries. */
  private boolean keeps(int link, double capacity) {
    int[] row = groupCounts.row(link);
    int end = groupCounts.end(link);
    double load = 0;
    double other = 0;
    int most = 0;
    for (int i = end & 2; i < end; i += 4) {
      load += levels[row[i]] * row[i + 1];
      other += levels[row[i + 2]] * row[i + 3];
      most = Math.max(most, Math.max(row[i + 1], row[i + 3]));
    }
    if ((end & 2) > 0) {
      load += levels[row[0]] * row[1];
      most = Math.max(most, row[1]);
    }
    load += other;
    loads[link] = load;
    risenBefore[link] = risen;
    groupCounts.most(link, most);
    return load <= capacity * (1 + TOLERANCE);
  }

  /** Whether a link is full, and comes before another that limits the highest of its flows. */
  private boolean isFirst(int link, double capacity) {
    int[] row = groupCounts.row(link);
    int end = groupCounts.end(link);
    if (loads[link] < capacity * ALMOST || end == 0) {
      return false;
    }
    double level = levels[row[highest(row, end)]];
    int i = 0;
    while (i < end && !(row[i] > link && levels[row[i]] >= level * ALMOST)) {
      i += 2;
    }
    return i < end;
  }

  private void addOther(int link) {
    others[otherCount++] = link;
    loads[link] = Double.POSITIVE_INFINITY;
  }

  /**
   * A link takes over flows of groups with higher levels than its own, and of groups that come
   * after it, which can only be as high, and is put before these.
   *
   * @param place where it is in the order; all before have their levels
   */
  private void takeOver(int link, int place) {
    takeovers++;
    int[] row = groupCounts.row(link);
    int end = groupCounts.end(link);
    int first = place;
    int members = sizes[link];
    double left = live.capacity(link);
    takenCount = 0;
    int found = 0;
    for (int i = 0; i < end; i += 2) {
      if (places[row[i]] > place) {
        take(row[i]);
        found += row[i + 1];
      } else {
        left -= levels[row[i]] * row[i + 1];
      }
    }
    boolean isOverloaded = members + found > 0 || left < -TOLERANCE * live.capacity(link);
    for (int i = isOverloaded ? highest(row, end) : NONE; i != NONE; i = highest(row, end)) {
      int group = row[i];
      // One is taken at least: that this link's level is not the highest was found more exactly.
      if (takenCount > 0 && levels[group] <= left / (members + found)) {
        break;
      }
      take(group);
      found += row[i + 1];
      left += levels[group] * row[i + 1];
      first = Math.min(first, places[group]);
    }
    double most = members + found > 0 ? left / (members + found) : levels[row[highest(row, end)]];
    for (int i = 0; i < end; i += 2) {
      int group = row[i];
      if (!isTaken[group] && group > link && levels[group] >= most * ALMOST) {
        take(group);
        found += row[i + 1];
        left += levels[group] * row[i + 1];
        first = Math.min(first, places[group]);
      }
    }
    double level = left / (members + found);
    moveFlows(link, found);
    risen += Math.max(0, level - levels[link]);
    levels[link] = level;
    note(link);
    order(link, level, first, place);
    for (int i = 0; i < takenCount; i++) {
      // What comes after may have had less: its level is that of before.
      risen += Math.max(0, level - levels[taken[i]]);
      isTaken[taken[i]] = false;
      if (sizes[taken[i]] == 0) {
        drop(taken[i]);
      }
    }
    firstChanged = first;
  }

  /**
   * Those at most at a link's level, unless they are equal and come after it, then the link, then
   * the others: each in the order it had.
   */
  private void order(int link, double level, int first, int place) {
    int low = first;
    int high = 0;
    for (int i = first; i < place; i++) {
      int other = order[i];
      if (comesBefore(other, link, level)) {
        setPlace(other, low++);
      } else {
        scratch[high++] = other;
      }
    }
    setPlace(link, low++);
    for (int i = 0; i < high; i++) {
      setPlace(scratch[i], low++);
    }
  }

  private void take(int group) {
    taken[takenCount++] = group;
    isTaken[group] = true;
    note(group);
  }

  /** Where the group of a row is that has the highest level of those not taken; −1 if none is. */
  private int highest(int[] row, int end) {
    int best = NONE;
    for (int i = 0; i < end; i += 2) {
      if (!isTaken[row[i]] && (best == NONE || levels[row[i]] > levels[row[best]])) {
        best = i;
      }
    }
    return best;
  }

  /** Moves all flows of taken groups that are on a link, so many, into the link's own. */
  private void moveFlows(int link, int members) {
    int[] flows = live.flowsOf(link);
    int found = 0;
    for (int i = 0; found < members; i++) {
      int flow = flows[i];
      int group = groupOf[flow];
      if (isTaken[group]) {
        found++;
        leave(flow, group);
        join(flow, link);
        noteMoved(flow);
        int end = live.endHop(flow);
        for (int hop = live.firstHop(flow); hop < end; hop++) {
          int other = live.linkAt(hop);
          if (other != group) {
            groupCounts.decrement(other, group);
          }
          if (other != link) {
            groupCounts.increment(other, link);
          }
        }
      }
    }
  }

  private void setPlace(int link, int place) {
    order[place] = link;
    places[link] = place;
  }

  /** A link limits nobody any more. */
  private void drop(int link) {
    int place = places[link];
    System.arraycopy(order, place + 1, order, place, count - place - 1);
    count--;
    for (int i = place; i < count; i++) {
      places[order[i]] = i;
    }
    places[link] = NONE;
    addOther(link);
  }

  private void note(int link) {
    if (!isChanged[link]) {
      isChanged[link] = true;
      changed[changedCount++] = link;
    }
  }

  private void noteMoved(int flow) {
    if (!isMoved[flow]) {
      isMoved[flow] = true;
      moved = IntArrays.grow(moved, movedCount + 1, movedCount);
      moved[movedCount++] = flow;
    }
  }

  /** Forgets which levels have changed and which flows have moved. */
  void clearChanged() {
    for (int i = 0; i < movedCount; i++) {
      isMoved[moved[i]] = false;
    }
    movedCount = 0;
    for (int i = 0; i < changedCount; i++) {
      isChanged[changed[i]] = false;
    }
    changedCount = 0;
  }

  private void join(int flow, int link) {
    int place = sizes[link]++;
    if (place == groups[link].length) {
      groups[link] = Arrays.copyOf(groups[link], Math.max(FEW, 2 * place));
    }
    groups[link][place] = flow;
    groupOf[flow] = link;
    placeOf[flow] = place;
  }

  private void leave(int flow, int link) {
    int last = groups[link][--sizes[link]];
    groups[link][placeOf[flow]] = last;
    placeOf[last] = placeOf[flow];
  }

  /** How many links limit flows. */
  int count() {
    return count;
  }

  /** One of them. */
  int link(int index) {
    return order[index];
  }

  /** How many links have another level or group than before {@link #solve}. */
  int changedCount() {
    return changedCount;
  }

  /** One of them; its group may be empty now. */
  int changed(int index) {
    return changed[index];
  }

  /** How many flows may have another group than before {@link #solve}. */
  int movedCount() {
    return movedCount;
  }

  /** One of them. */
  int moved(int index) {
    return moved[index];
  }

  /** The link that limits a flow. */
  int groupOf(int flow) {
    return groupOf[flow];
  }

  double level(int link) {
    return levels[link];
  }

  int[] group(int link) {
    return groups[link];
  }

  int size(int link) {
    return sizes[link];
  }
}
