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
 * downwards, until none is above its own; and all after it is worked out again.
 */
final class StandingSolution {

  private static final int NONE = -1;
  private static final int FEW = 4;

  /** A level that is higher by less than this part is not: rounding. */
  private static final double TOLERANCE = 1e-14;

  /** A link is added up if it may be filled up to this part: wide enough for any rounding. */
  private static final double MARGIN = 1e-9;

  /** Takeovers in one solution before it is given up for one from scratch. An assumption. */
  private static final int MOST_TAKEOVERS = 200;

  private final LiveFlows live;

  /** For each link the flows that it limits. */
  private final int[][] groups;

  private final int[] sizes;
  private final double[] levels;

  /** For each link, which groups of others are on it, and how many of each, in turns. */
  private final int[][] rows;

  private final int[] rowEnds;

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
   * was; and the most flows of one group that are on it. It carries no more now than it did, plus
   * these times what levels have risen since.
   */
  private final double[] loads;

  private final double[] risenBefore;
  private final int[] mostMembers;

  /** The first link in the order whose level is to be worked out. */
  private int firstChanged;

  private final boolean[] isChanged;
  private final int[] changed;
  private int changedCount;
  private int takeovers;
  private final int[] counts;
  private final int[] scratch;

  StandingSolution(LiveFlows live) {
    this.live = live;
    int links = live.links();
    groups = new int[links][];
    rows = new int[links][];
    Arrays.fill(groups, IntArrays.EMPTY_ARRAY);
    Arrays.fill(rows, IntArrays.EMPTY_ARRAY);
    sizes = new int[links];
    levels = new double[links];
    rowEnds = new int[links];
    order = new int[links];
    places = new int[links];
    others = new int[links];
    loads = new double[links];
    risenBefore = new double[links];
    mostMembers = new int[links];
    isChanged = new boolean[links];
    changed = new int[links];
    counts = new int[links];
    scratch = new int[links];
  }

  /** Begins with a solution. */
  void begin(RowFilling filling, int numbers) {
    groupOf = IntArrays.grow(groupOf, numbers, 0);
    placeOf = IntArrays.grow(placeOf, numbers, 0);
    for (int i = 0; i < live.busyCount(); i++) {
      sizes[live.busy(i)] = 0;
      places[live.busy(i)] = NONE;
    }
    count = filling.steps();
    for (int step = 1; step <= count; step++) {
      int link = filling.bottleneck(step);
      order[step - 1] = link;
      places[link] = step - 1;
      levels[link] = filling.rate(step);
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
  }

  private void countGroups(int link) {
    int found = 0;
    int[] flows = live.flowsOf(link);
    for (int i = 0; i < live.count(link); i++) {
      int group = groupOf[flows[i]];
      scratch[found] = group;
      found += counts[group]++ == 0 ? 1 : 0;
    }
    rowEnds[link] = 0;
    for (int i = 0; i < found; i++) {
      int group = scratch[i];
      if (group != link) {
        append(link, group, counts[group]);
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
        decrement(link, group);
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
    while (firstChanged < count) {
      int link = order[firstChanged];
      int[] row = rows[link];
      double left = live.capacity(link);
      double lost = 0;
      double highest = 0;
      int last = NONE;
      int end = rowEnds[link];
      for (int i = 0; i < end; i += 2) {
        double theirs = levels[row[i]];
        double taken = theirs * row[i + 1];
        double after = left - taken;
        lost += taken - (left - after);
        left = after;
        highest = Math.max(highest, theirs);
        last = Math.max(last, places[row[i]]);
      }
      double level = (left - lost) / sizes[link];
      if (highest > level * (1 + TOLERANCE) || last > firstChanged) {
        takeOver(link, left - lost, firstChanged);
        return false;
      }
      if (level != levels[link]) {
        risen += Math.max(0, level - levels[link]);
        levels[link] = level;
        note(link);
      }
      firstChanged++;
    }
    return true;
  }

  /** Whether no link that limits nobody is overloaded; the first that is takes over. */
  private boolean keepsOthers() {
    for (int i = 0; i < otherCount; i++) {
      int link = others[i];
      double capacity = live.capacity(link);
      double most = loads[link] + mostMembers[link] * (risen - risenBefore[link]);
      if (most > capacity * (1 - MARGIN) && !keeps(link, capacity)) {
        others[i] = others[--otherCount];
        places[link] = count;
        order[count++] = link;
        takeOver(link, capacity - loads[link], count - 1);
        return false;
      }
    }
    return true;
  }

  /** Adds up what a link carries. */
  private boolean keeps(int link, double capacity) {
    int[] row = rows[link];
    double load = 0;
    int most = 0;
    for (int i = 0; i < rowEnds[link]; i += 2) {
      load += levels[row[i]] * row[i + 1];
      most = Math.max(most, row[i + 1]);
    }
    loads[link] = load;
    risenBefore[link] = risen;
    mostMembers[link] = most;
    return load <= capacity * (1 + TOLERANCE);
  }

  private void addOther(int link) {
    others[otherCount++] = link;
    loads[link] = Double.POSITIVE_INFINITY;
  }

  /**
   * A link takes over flows of groups with higher levels than its own, and of groups that come
   * after it, which can only be as high, and is put before these.
   *
   * @param left what the groups of others leave of it
   * @param place where it is in the order; all before have their levels
   */
  private void takeOver(int link, double left, int place) {
    takeovers++;
    double rest = left;
    double level = sizes[link] == 0 ? Double.NEGATIVE_INFINITY : rest / sizes[link];
    int first = place;
    for (int i = rowEnds[link] - 2; i >= 0; i -= 2) {
      int group = rows[link][i];
      if (places[group] > place) {
        int members = sizes[link];
        moveFlows(group, link);
        rest += levels[group] * (sizes[link] - members);
        level = rest / sizes[link];
        note(group);
      }
    }
    for (int group = highest(link); group != NONE && levels[group] > level; group = highest(link)) {
      int members = sizes[link];
      first = Math.min(first, places[group]);
      moveFlows(group, link);
      rest += levels[group] * (sizes[link] - members);
      level = rest / sizes[link];
      note(group);
    }
    risen += Math.max(0, level - levels[link]);
    levels[link] = level;
    note(link);
    order(link, level, first, place);
    for (int i = count - 1; i >= first; i--) {
      if (sizes[order[i]] == 0) {
        drop(order[i]);
      }
    }
    firstChanged = first;
  }

  /** Those at most at a link's level, then the link, then the others: each in the order it had. */
  private void order(int link, double level, int first, int place) {
    int low = first;
    int high = 0;
    for (int i = first; i < place; i++) {
      int other = order[i];
      if (levels[other] <= level) {
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

  /** The group of others on a link that has the highest level; −1 if there is none. */
  private int highest(int link) {
    int[] row = rows[link];
    int best = NONE;
    for (int i = 0; i < rowEnds[link]; i += 2) {
      best = best == NONE || levels[row[i]] > levels[best] ? row[i] : best;
    }
    return best;
  }

  /** Moves all flows of a group that are on a link into the link's own. */
  private void moveFlows(int group, int link) {
    for (int i = sizes[group] - 1; i >= 0; i--) {
      int flow = groups[group][i];
      if (isOn(flow, link)) {
        leave(flow, group);
        join(flow, link);
        int end = live.endHop(flow);
        for (int hop = live.firstHop(flow); hop < end; hop++) {
          int other = live.linkAt(hop);
          if (other != group) {
            decrement(other, group);
          }
          if (other != link) {
            increment(other, link);
          }
        }
      }
    }
  }

  private boolean isOn(int flow, int link) {
    int end = live.endHop(flow);
    int hop = live.firstHop(flow);
    while (hop < end && live.linkAt(hop) != link) {
      hop++;
    }
    return hop < end;
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

  /** Forgets which levels have changed. */
  void clearChanged() {
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

  private void decrement(int link, int group) {
    int[] row = rows[link];
    int i = 0;
    while (row[i] != group) {
      i += 2;
    }
    if (--row[i + 1] == 0) {
      int last = rowEnds[link] -= 2;
      row[i] = row[last];
      row[i + 1] = row[last + 1];
    }
  }

  private void increment(int link, int group) {
    int[] row = rows[link];
    int end = rowEnds[link];
    for (int i = 0; i < end; i += 2) {
      if (row[i] == group) {
        mostMembers[link] = Math.max(mostMembers[link], ++row[i + 1]);
        return;
      }
    }
    append(link, group, 1);
  }

  private void append(int link, int group, int members) {
    int end = rowEnds[link];
    if (end == rows[link].length) {
      rows[link] = Arrays.copyOf(rows[link], Math.max(2 * FEW, 2 * end));
    }
    rows[link][end] = group;
    rows[link][end + 1] = members;
    mostMembers[link] = Math.max(mostMembers[link], members);
    rowEnds[link] = end + 2;
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
